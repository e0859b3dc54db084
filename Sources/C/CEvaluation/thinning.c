#include "thinning.h"

#include <stdlib.h>

#include "memory_allocation.h"

/// The 27 voxels around (z, y, x), 13 being itself; what lies outside the array is 0.
static void neighbourhood(
    const uint8_t *bytes, const int32_t size[3], int32_t z, int32_t y, int32_t x, uint8_t out[27]) {
  int index = 0;
  for (int32_t k = z - 1; k <= z + 1; k++)
    for (int32_t j = y - 1; j <= y + 1; j++)
      for (int32_t i = x - 1; i <= x + 1; i++, index++) {
        const int inside = k >= 0 && k < size[0] && j >= 0 && j < size[1] && i >= 0 && i < size[2];
        out[index] = inside ? bytes[((int64_t)k * size[1] + j) * size[2] + i] : 0;
      }
}

/// Which of the 27 places touch each place: sharing a corner, or a face. Bit i stands for place i.
struct adjacency {
  uint32_t corner[27], face[27];
  /// Places that share a face or an edge with the middle.
  uint32_t near;
};

static struct adjacency make_adjacency(void) {
  struct adjacency result = {0};
  for (int a = 0; a < 27; a++) {
    const int far = abs(a / 9 - 1) + abs(a / 3 % 3 - 1) + abs(a % 3 - 1);
    if (far == 1 || far == 2) result.near |= 1u << a;
    for (int b = 0; b < 27; b++) {
      const int dz = abs(a / 9 - b / 9), dy = abs(a / 3 % 3 - b / 3 % 3), dx = abs(a % 3 - b % 3);
      if (a == b) continue;
      if (dz <= 1 && dy <= 1 && dx <= 1) result.corner[a] |= 1u << b;
      if (dz + dy + dx == 1) result.face[a] |= 1u << b;
    }
  }
  return result;
}

/// What is reached from `seed` within `set`.
static uint32_t flood(uint32_t seed, uint32_t set, const uint32_t adjacent[27]) {
  uint32_t reached = seed, front = seed;
  while (front) {
    uint32_t next = 0;
    while (front) {
      next |= adjacent[__builtin_ctz(front)];
      front &= front - 1;
    }
    front = next & set & ~reached;
    reached |= front;
  }
  return reached;
}

/// True where removing the middle changes no topology: one component of the mask among the 26
/// neighbours, and one of the background, by faces among the 18, that touches the middle.
///
/// Source: Bertrand and Malandain 1994, "A new characterization of three-dimensional simple
/// points".
static int is_simple(const uint8_t around[27], const struct adjacency *adjacency) {
  uint32_t mask = 0;
  for (int i = 0; i < 27; i++)
    if (i != 13 && around[i]) mask |= 1u << i;
  if (!mask) return 0;
  if (flood(mask & -mask, mask, adjacency->corner) != mask) return 0;
  const uint32_t background = ~mask & adjacency->near;
  const uint32_t faces = background & adjacency->face[13];
  if (!faces) return 0;
  return (flood(faces & -faces, background, adjacency->face) & faces) == faces;
}

static int neighbours(const uint8_t around[27]) {
  int count = -around[13];
  for (int i = 0; i < 27; i++) count += around[i];
  return count;
}

struct list {
  int64_t *offsets;
  int64_t count, capacity;
};

static int append(struct list *list, int64_t offset) {
  if (list->count == list->capacity) {
    const int64_t capacity = list->capacity ? list->capacity * 2 : 1024;
    int64_t *offsets = seg_reallocate(list->offsets, (size_t)capacity, sizeof *offsets);
    if (!offsets) return 0;
    list->offsets = offsets;
    list->capacity = capacity;
  }
  list->offsets[list->count++] = offset;
  return 1;
}

/// Removes what one direction allows. Returns how many voxels went, or -1 where memory ran out.
static int64_t thin_once(
    uint8_t *bytes, const int32_t size[3], int direction, const struct adjacency *adjacency,
    struct list *voxels, struct list *candidates) {
  static const int towards[6] = {10, 16, 14, 12, 22, 4};  // y-1, y+1, x+1, x-1, z+1, z-1
  const int64_t plane = (int64_t)size[1] * size[2];
  uint8_t around[27];
  candidates->count = 0;
  int64_t kept = 0;
  for (int64_t i = 0; i < voxels->count; i++) {
    const int64_t offset = voxels->offsets[i];
    if (!bytes[offset]) continue;
    voxels->offsets[kept++] = offset;
    neighbourhood(
        bytes, size, (int32_t)(offset / plane), (int32_t)(offset % plane / size[2]),
        (int32_t)(offset % size[2]), around);
    if (around[towards[direction]] || neighbours(around) == 1 || !is_simple(around, adjacency))
      continue;
    if (!append(candidates, offset)) return -1;
  }
  voxels->count = kept;
  int64_t removed = 0;
  for (int64_t i = 0; i < candidates->count; i++) {
    const int64_t offset = candidates->offsets[i];
    neighbourhood(
        bytes, size, (int32_t)(offset / plane), (int32_t)(offset % plane / size[2]),
        (int32_t)(offset % size[2]), around);
    if (!is_simple(around, adjacency)) continue;
    bytes[offset] = 0;
    removed++;
  }
  return removed;
}

int seg_thin(uint8_t *bytes, const int32_t size[3]) {
  const struct adjacency adjacency = make_adjacency();
  struct list voxels = {0}, candidates = {0};
  int status = 0;
  const int64_t total = (int64_t)size[0] * size[1] * size[2];
  for (int64_t offset = 0; offset < total && status == 0; offset++)
    if (bytes[offset] && !append(&voxels, offset)) status = -1;
  int quiet = 0;
  for (int direction = 0; quiet < 6 && status == 0; direction = (direction + 1) % 6) {
    const int64_t removed = thin_once(bytes, size, direction, &adjacency, &voxels, &candidates);
    if (removed < 0) status = -1;
    quiet = removed == 0 ? quiet + 1 : 0;
  }
  free(voxels.offsets);
  free(candidates.offsets);
  return status;
}
