#pragma once

/// Marks a function with hot loops: compiled for several instruction sets, the best chosen when the
/// program is loaded.
///
/// Package.swift defines SEG_KERNELS_V3 or SEG_KERNELS_DEFAULT where tests ask for one of them
/// alone, so that it runs on a processor that would choose another.
#if !defined(__x86_64__) || defined(SEG_KERNELS_DEFAULT)
#define SEG_KERNEL
#elif defined(SEG_KERNELS_V3)
#define SEG_KERNEL __attribute__((target("arch=x86-64-v3")))
#else
#define SEG_KERNEL __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif

/// The instruction sets that kernels are compiled for: "all", "v3" or "default".
const char *seg_kernels(void);
