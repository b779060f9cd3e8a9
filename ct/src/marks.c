/* Valgrind's client requests, which are macros of C. Outside Valgrind they do nothing. */
#include <stddef.h>
#include <valgrind/memcheck.h>

void kcp_ct_poison(const void *at, size_t len) { (void)VALGRIND_MAKE_MEM_UNDEFINED(at, len); }

void kcp_ct_declassify(void *at, size_t len) { (void)VALGRIND_MAKE_MEM_DEFINED(at, len); }

unsigned kcp_ct_valgrind(void) { return RUNNING_ON_VALGRIND; }
