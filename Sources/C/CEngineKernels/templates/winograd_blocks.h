// Winograd's convolutions of maps in blocks of BLOCK channels: defines the functions of
// `winograd_kernels.h` under named(). docs/winograd.md derives the method.
#include "split.h"
#include "../weight_parts.h"
#include "../winograd_kernels.h"
#include "kernel.h"
#include "parallel.h"
#include "winograd.h"
#include <string.h>

// Tiles that a thread works on at once. Scratch is padded so that tiles, and positions, fall into
// different lines of the first cache.
enum { block_tiles = 12, padding = 16 };

typedef float vector __attribute__((vector_size(BLOCK * 4), aligned(4)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL_FOR _Pragma("clang loop unroll(full)") for

#define load(at) (*(const vector *)(at))
#define store(at, value) (*(vector *)(at) = (value))
#define add(at, value) (*(vector *)(at) += (value))

#include "winograd_tile.inc"
#include "winograd_window.inc"
#include "winograd_product.inc"
#include "winograd_forward.inc"
#include "winograd_weights.inc"
