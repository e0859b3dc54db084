#include "label_scan.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "memory_allocation.h"
#include "parallel.h"

/// An open-addressing table from a pair of labels to a count; a power of two in size.
struct pair_table {
  uint64_t *keys;  // pair + 1; 0 is free
  int64_t *counts;
  size_t capacity, used;
};

static int make_table(struct pair_table *table, size_t capacity) {
  table->keys = seg_allocate_zeroed(capacity, sizeof *table->keys);
  table->counts = seg_allocate_zeroed(capacity, sizeof *table->counts);
  table->capacity = capacity;
  table->used = 0;
  return table->keys && table->counts;
}

static void free_table(struct pair_table *table) {
  free(table->keys);
  free(table->counts);
}

static int add(struct pair_table *table, uint32_t pair, int64_t count) {
  if (table->used * 2 >= table->capacity) {
    struct pair_table larger;
    if (!make_table(&larger, table->capacity * 2)) {
      free_table(&larger);
      return 0;
    }
    for (size_t slot = 0; slot < table->capacity; slot++)
      if (table->keys[slot]) add(&larger, (uint32_t)(table->keys[slot] - 1), table->counts[slot]);
    free_table(table);
    *table = larger;
  }
  size_t slot = (pair * 0x9E3779B97F4A7C15u) >> 32;
  for (;; slot++) {
    slot &= table->capacity - 1;
    if (table->keys[slot] == (uint64_t)pair + 1) break;
    if (!table->keys[slot]) {
      table->keys[slot] = (uint64_t)pair + 1;
      table->used++;
      break;
    }
  }
  table->counts[slot] += count;
  return 1;
}

static void grow(struct seg_label_box *box, int32_t z, int32_t y, int32_t x0, int32_t x1) {
  if (z < box->first[0]) box->first[0] = z;
  if (z > box->last[0]) box->last[0] = z;
  if (y < box->first[1]) box->first[1] = y;
  if (y > box->last[1]) box->last[1] = y;
  if (x0 < box->first[2]) box->first[2] = x0;
  if (x1 > box->last[2]) box->last[2] = x1;
}

static void clear(struct seg_label_box *boxes) {
  for (int label = 0; label < 65536; label++)
    boxes[label] = (struct seg_label_box){{INT32_MAX, INT32_MAX, INT32_MAX}, {-1, -1, -1}};
}

/// The length of the run from `x` on in which both rows stay what they are.
SEG_KERNEL static int32_t run_end(
    const uint16_t *reference, const uint16_t *prediction, int32_t x, int32_t width) {
  const uint16_t r = reference[x], p = prediction[x];
  x++;
  while (x + 32 <= width) {
    uint16_t difference = 0;
    for (int lane = 0; lane < 32; lane++)
      difference |= (uint16_t)((reference[x + lane] ^ r) | (prediction[x + lane] ^ p));
    if (difference) break;
    x += 32;
  }
  while (x < width && reference[x] == r && prediction[x] == p) x++;
  return x;
}

struct scan {
  const uint16_t *reference, *prediction;
  int32_t depth, height, width;
  struct pair_table *tables;
  struct seg_label_box **boxes;
  /// Set by any thread whose memory ran out.
  atomic_bool failed;
};

static void scan_slab(int index, int count, void *context) {
  struct scan *scan = context;
  const int32_t begin = (int32_t)((int64_t)scan->depth * index / count);
  const int32_t end = (int32_t)((int64_t)scan->depth * (index + 1) / count);
  struct seg_label_box *boxes = scan->boxes[index];
  for (int32_t z = begin; z < end; z++)
    for (int32_t y = 0; y < scan->height; y++) {
      const size_t row = ((size_t)z * (size_t)scan->height + (size_t)y) * (size_t)scan->width;
      const uint16_t *r = scan->reference + row, *p = scan->prediction + row;
      for (int32_t x = 0; x < scan->width;) {
        const int32_t next = run_end(r, p, x, scan->width);
        if (!add(&scan->tables[index], (uint32_t)r[x] << 16 | p[x], next - x)) {
          atomic_store_explicit(&scan->failed, 1, memory_order_relaxed);
          return;
        }
        grow(&boxes[r[x]], z, y, x, next - 1);
        if (p[x] != r[x]) grow(&boxes[p[x]], z, y, x, next - 1);
        x = next;
      }
    }
}

static int64_t list(const struct pair_table *table, struct seg_label_pair **pairs) {
  *pairs = seg_allocate(table->used, sizeof **pairs);
  if (!*pairs) return -1;
  int64_t count = 0;
  for (size_t slot = 0; slot < table->capacity; slot++) {
    if (!table->keys[slot]) continue;
    const uint32_t pair = (uint32_t)(table->keys[slot] - 1);
    (*pairs)[count++] =
        (struct seg_label_pair){(uint16_t)(pair >> 16), (uint16_t)pair, table->counts[slot]};
  }
  return count;
}

int64_t seg_label_scan(
    const uint16_t *reference, const uint16_t *prediction, int32_t depth, int32_t height,
    int32_t width, int threads, struct seg_label_box *boxes, struct seg_label_pair **pairs) {
  if (threads < 1) threads = 1;
  if (threads > 64) threads = 64;
  struct pair_table tables[64] = {{0}};
  struct seg_label_box *slabs[64] = {0};
  struct scan scan = {reference, prediction, depth, height, width, tables, slabs, 0};
  *pairs = NULL;
  for (int index = 0; index < threads; index++) {
    slabs[index] = index ? seg_allocate(65536, sizeof **slabs) : boxes;
    if (!make_table(&tables[index], 1024) || !slabs[index])
      scan.failed = 1;
    else
      clear(slabs[index]);
  }
  if (!scan.failed) seg_parallel(threads, scan_slab, &scan);
  for (int index = 1; index < threads && !scan.failed; index++) {
    for (size_t slot = 0; slot < tables[index].capacity; slot++)
      if (tables[index].keys[slot] &&
          !add(&tables[0], (uint32_t)(tables[index].keys[slot] - 1), tables[index].counts[slot]))
        scan.failed = 1;
    for (int label = 0; label < 65536; label++) {
      const struct seg_label_box *box = &slabs[index][label];
      if (box->last[0] < 0) continue;
      grow(&boxes[label], box->first[0], box->first[1], box->first[2], box->last[2]);
      grow(&boxes[label], box->last[0], box->last[1], box->first[2], box->last[2]);
    }
  }
  const int64_t count = scan.failed ? -1 : list(&tables[0], pairs);
  for (int index = 0; index < threads; index++) {
    free_table(&tables[index]);
    if (index) free(slabs[index]);
  }
  return count;
}

SEG_KERNEL static void mark_row(
    const uint16_t *row, int32_t count, uint16_t label, uint8_t bit, uint8_t *mask) {
  for (int32_t x = 0; x < count; x++) mask[x] |= row[x] == label ? bit : 0;
}

void seg_mark_label(
    const uint16_t *map, int32_t height, int32_t width, const int32_t first[3],
    const int32_t size[3], int planar, uint16_t label, const uint8_t *members, uint8_t bit,
    uint8_t *mask) {
  const size_t wide = (size_t)size[2] + 2, high = (size_t)size[1] + 2;
  for (int32_t z = 0; z < size[0]; z++)
    for (int32_t y = 0; y < size[1]; y++) {
      const uint16_t *row =
          map + ((size_t)(first[0] + z) * (size_t)height + (size_t)(first[1] + y)) * (size_t)width +
          first[2];
      uint8_t *out = mask + ((size_t)(planar ? z : z + 1) * high + (size_t)y + 1) * wide + 1;
      if (members)
        for (int32_t x = 0; x < size[2]; x++) out[x] |= members[row[x]] ? bit : 0;
      else
        mark_row(row, size[2], label, bit, out);
    }
}
