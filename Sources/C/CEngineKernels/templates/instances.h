// Includes TEMPLATE once for float32 in blocks of 16 and of 8 channels, and for bfloat16 in blocks
// of 16.
#include "element.h"

#define LOAD_F32(value) (value)
#define STORE_F32(value) (value)
#define LOAD_BF16(value) seg_bf16_to_f32(value)
#define STORE_BF16(value) seg_f32_to_bf16(value)

#define ELEMENT float
#define LOAD LOAD_F32
#define STORE STORE_F32
#define BLOCK 16
#define named(base) base##_f32x16
#include TEMPLATE
#undef named
#undef BLOCK
#define BLOCK 8
#define named(base) base##_f32x8
#include TEMPLATE
#undef named
#undef BLOCK
#undef ELEMENT
#undef LOAD
#undef STORE

#define ELEMENT uint16_t
#define LOAD LOAD_BF16
#define STORE STORE_BF16
#define BLOCK 16
#define named(base) base##_bf16x16
#include TEMPLATE
#undef named
#undef BLOCK
#undef ELEMENT
#undef LOAD
#undef STORE

// Picks the instance for a `seg_format`.
#define DISPATCH(base, format, ...)                       \
  switch (format) {                                       \
    case seg_f32x16: base##_f32x16(__VA_ARGS__); break;   \
    case seg_f32x8: base##_f32x8(__VA_ARGS__); break;     \
    case seg_bf16x16: base##_bf16x16(__VA_ARGS__); break; \
  }
