#pragma once

/// Marks a function with hot loops: compiled for several instruction sets, the best chosen when the
/// program is loaded.
#if defined(__x86_64__)
#define SEG_KERNEL __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SEG_KERNEL
#endif
