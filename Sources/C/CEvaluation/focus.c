#include "focus.h"

#include <stddef.h>

#include "kernel.h"

SEG_KERNEL static int32_t differences(
    const uint16_t *reference, const uint16_t *map, int32_t count) {
  int32_t sum = 0;
  if (reference)
    for (int32_t x = 0; x < count; x++) sum += map[x] != reference[x];
  else
    for (int32_t x = 0; x < count; x++) sum += map[x] != 0;
  return sum;
}

void seg_find_focus(
    const uint16_t *reference, const uint16_t *map, int32_t depth, int32_t height, int32_t width,
    int32_t place[3]) {
  int64_t most_in_plane = 0;
  for (int32_t z = 0; z < depth; z++) {
    int64_t in_plane = 0;
    int32_t most_in_row = 0, best_row = 0;
    for (int32_t y = 0; y < height; y++) {
      const size_t row = ((size_t)z * (size_t)height + (size_t)y) * (size_t)width;
      const int32_t count = differences(reference ? reference + row : NULL, map + row, width);
      in_plane += count;
      if (count > most_in_row) {
        most_in_row = count;
        best_row = y;
      }
    }
    if (in_plane <= most_in_plane) continue;
    most_in_plane = in_plane;
    const size_t row = ((size_t)z * (size_t)height + (size_t)best_row) * (size_t)width;
    int32_t seen = 0;
    for (int32_t x = 0; x < width; x++) {
      seen += map[row + (size_t)x] != (reference ? reference[row + (size_t)x] : 0);
      if (seen * 2 < most_in_row) continue;
      place[0] = z;
      place[1] = best_row;
      place[2] = x;
      break;
    }
  }
}
