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

// Rounds to the nearest, ties to even.
static inline __attribute__((always_inline)) uint16_t seg_f32_to_bf16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  return (uint16_t)((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}
