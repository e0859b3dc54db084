#pragma once
// Included once for each element type and channel block by `instances.h`: defines ELEMENT, BLOCK,
// named(), LOAD() and STORE().
#include <stdint.h>
#include <string.h>

static inline __attribute__((always_inline)) float seg_bf16_to_f32(uint16_t value) {
  uint32_t bits = (uint32_t)value << 16;
  float result;
  memcpy(&result, &bits, 4);
  return result;
}

// Rounds to the nearest, ties to even. Not-a-number stays so, made quiet: rounding would carry a
// payload's low bits into the exponent and the sign.
static inline __attribute__((always_inline)) uint16_t seg_f32_to_bf16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  uint32_t rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
  uint32_t quiet = bits >> 16 | 0x40u;
  return (uint16_t)((bits & 0x7FFFFFFFu) > 0x7F800000u ? quiet : rounded);
}
