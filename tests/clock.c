/* Stands in front of the C library: the clock shows a moment in January 1970. Loaded with LD_PRELOAD by a test. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

#define MOMENT 86400

int clock_gettime(clockid_t clock, struct timespec *found) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int status = real(clock, found);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) found->tv_sec = MOMENT;
    return status;
}

time_t time(time_t *found) {
    if (found) *found = MOMENT;
    return MOMENT;
}

int gettimeofday(struct timeval *found, void *zone) {
    (void)zone;
    found->tv_sec = MOMENT;
    found->tv_usec = 0;
    return 0;
}
