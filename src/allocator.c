// The limits of glibc's memory allocator, set before `main`. Nothing in safe Rust calls `mallopt`.
//
// By its own rules each of the many short threads of the reader has a heap, up to eight for each core, and what a thread has
// freed stays with its heap; freeing one large block also raises the sizes from which on memory goes back to the system.
#include <malloc.h>

// Blocks of this many bytes are given back when they are freed. Setting it ends the raising.
static const int large_block = 128 * 1024;

__attribute__((constructor)) static void limit_heaps(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, large_block);
    mallopt(M_TRIM_THRESHOLD, large_block);
}
