/* HAS-160 by rhash's own library, as a process that measures itself.
 *
 * A line on standard input is "has160 N": N digests of a kilobyte in a row, a call each, answered by the nanoseconds that
 * this thread took for them. "context N" is the same in three calls on a context that is kept. "has160 show" and "context
 * show" are answered by the digest. `cargo xtask bench` compiles it with -lrhash. */

#include <rhash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static unsigned char message[1024];
static unsigned char digest[20];

static rhash context;

static void in_one_call(void) {
    rhash_msg(RHASH_HAS160, message, sizeof message, digest);
}

static void by_context(void) {
    rhash_reset(context);
    rhash_update(context, message, sizeof message);
    rhash_final(context, digest);
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(void) {
    char line[64];

    memset(message, 0x5a, sizeof message);
    rhash_library_init();
    context = rhash_init(RHASH_HAS160);
    if (context == NULL)
        return 1;
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *times = strchr(line, ' ');
        void (*hash)(void) = in_one_call;
        if (strncmp(line, "context ", 8) == 0)
            hash = by_context;
        else if (strncmp(line, "has160 ", 7) != 0)
            return 1;
        if (times == NULL)
            return 1;
        if (strncmp(times, " show", 5) == 0) {
            hash();
            for (size_t at = 0; at < sizeof digest; at++)
                printf("%02x", digest[at]);
            printf("\n");
        } else {
            long count = strtol(times, NULL, 10);
            long long start = now();
            while (count-- > 0)
                hash();
            printf("%lld\n", now() - start);
        }
        fflush(stdout);
    }
    rhash_free(context);
    return 0;
}
