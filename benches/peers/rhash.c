/* HAS-160 by rhash's own library, as a process that measures itself.
 *
 * A line on standard input is "has160 N": N digests of a kilobyte in a row, answered by the nanoseconds that this
 * thread took for them. "has160 show" is answered by the digest. `cargo xtask bench` compiles it with -lrhash. */

#include <rhash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static unsigned char message[1024];
static unsigned char digest[20];

static void hash(rhash context) {
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
    rhash context;

    memset(message, 0x5a, sizeof message);
    rhash_library_init();
    context = rhash_init(RHASH_HAS160);
    if (context == NULL)
        return 1;
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *times = strchr(line, ' ');
        if (times == NULL || strncmp(line, "has160 ", 7) != 0)
            return 1;
        if (strncmp(times, " show", 5) == 0) {
            hash(context);
            for (size_t at = 0; at < sizeof digest; at++)
                printf("%02x", digest[at]);
            printf("\n");
        } else {
            long count = strtol(times, NULL, 10);
            long long start = now();
            while (count-- > 0)
                hash(context);
            printf("%lld\n", now() - start);
        }
        fflush(stdout);
    }
    rhash_free(context);
    return 0;
}
