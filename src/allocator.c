// The limits of glibc's memory allocator, set before `main`. Nothing in safe Rust calls `mallopt`.
//
// By its own rules each of the many short threads of the reader has a heap, up to eight for each core, and what a thread has
// freed stays with its heap; freeing one large block also raises the sizes from which on memory goes back to the system.
#define _GNU_SOURCE
#include <malloc.h>
#include <sched.h>

// Blocks of this many bytes are given back when they are freed. Setting it ends the raising.
static const int large_block = 128 * 1024;
// The most heaps, however many cores there are.
static const int most_heaps = 8;

__attribute__((constructor)) static void limit_heaps(void) {
    // One for each reading thread and one more. With fewer the threads wait for each other: two heaps on two cores made a cold
    // scan 1.2 times as long.
    cpu_set_t cores;
    int heaps = 2;
    if (sched_getaffinity(0, sizeof cores, &cores) == 0) {
        heaps = CPU_COUNT(&cores) + 1;
    }
    mallopt(M_ARENA_MAX, heaps < most_heaps ? heaps : most_heaps);
    mallopt(M_MMAP_THRESHOLD, large_block);
    mallopt(M_TRIM_THRESHOLD, large_block);
}
