#include "winograd.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"
#include "winograd_tile.h"
#include "winograd_window.h"
#include <stdatomic.h>

// The positions of weights and tiles are multiplied, position by position, in one of two orders. By tiles: all weights are
// transformed once, then each thread takes blocks of tiles through. By outputs, where there are fewer tiles than outputs:
// all tiles are transformed once, then each thread takes panels of sixteen outputs through, and the transformed weights,
// which are larger than the weights and the maps, never leave the caches.
//
// Tiles are [tile][position][channel], which keeps what a transform writes together; padded, lest all tiles fall into the
// same lines of the first cache.
enum { padding = 16, block_tiles = 12, row_tiles = 6 };

static int by_outputs(const seg_winograd *w) { return tile_count(w) <= w->outputs; }
static int64_t whole_rows(int64_t tiles) { return (tiles + row_tiles - 1) / row_tiles * row_tiles; }

// How many tiles a thread takes through at once, and how many outputs.
static int64_t tiles_at_once(const seg_winograd *w) {
  return by_outputs(w) ? whole_rows(tile_count(w)) : block_tiles;
}
static int64_t outputs_at_once(const seg_winograd *w) { return by_outputs(w) ? 16 : w->outputs; }
// Floats from one position of the weights to the next.
static int64_t weights_stride(const seg_winograd *w) { return w->inputs * outputs_at_once(w) + padding; }
// Floats from one tile to the next.
static int64_t source_stride(const seg_winograd *w) { return position_count(w) * w->inputs + padding; }
static int64_t product_stride(const seg_winograd *w) { return position_count(w) * outputs_at_once(w) + padding; }

static int64_t weights_size(const seg_winograd *w) { return position_count(w) * weights_stride(w); }
static int64_t source_size(const seg_winograd *w) { return tiles_at_once(w) * source_stride(w); }

// What the threads share comes first, then each thread's own.
static int64_t shared_size(const seg_winograd *w) { return by_outputs(w) ? source_size(w) : weights_size(w); }
static int64_t own_size(const seg_winograd *w) {
  return tiles_at_once(w) * product_stride(w) + (by_outputs(w) ? weights_size(w) : source_size(w));
}
static float *own(const seg_winograd_forward *work, int thread) {
  return work->scratch + shared_size(&work->shape) + thread * own_size(&work->shape);
}

int64_t seg_winograd_forward_scratch(const seg_winograd_forward *work, int threads) {
  return shared_size(&work->shape) + threads * own_size(&work->shape);
}

int seg_winograd_pays(const seg_winograd *work) { return tile_count(work) >= 12; }

// Weights of sixteen outputs and the blocks of inputs from `begin` to `end`, to [position][inputs][16].
INLINE void transform_panel(
    const seg_winograd_forward *work, int planes, int64_t panel, int64_t begin, int64_t end, float *place) {
  const seg_winograd *w = &work->shape;
  int64_t taps = planes == 4 ? 27 : 9, stride = weights_stride(w);
  for (int64_t block = begin; block < end; block++)
    for (int side = 0; side < 2; side++) {
      float *square_place = place + block * 8 * 16 + side * 8;
      int64_t output = panel * 2 + side;
      if (!work->is_gradient) {
        const float *weights = work->weights + (output * (w->inputs / 8) + block) * taps * 64;
        for (int64_t c = 0; c < 8; c++)
          weight_positions(planes, weights + c * 8, square_place + c * 16, stride);
        continue;
      }
      const float *weights = work->weights + (block * (w->outputs / 8) + output) * taps * 64;
      float forward[8 * 64 * 8];
      for (int64_t c = 0; c < 8; c++)
        weight_positions(planes, weights + c * 8, forward + c * 64 * 8, 8);
      for (int p = 0; p < planes * 16; p++) {
        vector square[8];
        UNROLL for (int c = 0; c < 8; c++) square[c] = load(forward + (c * 64 + p) * 8);
        transpose(square);
        UNROLL for (int c = 0; c < 8; c++)
          store(square_place + mirrored(planes, p) * stride + c * 16, square[c]);
      }
    }
}

INLINE void transform_tiles(
    const seg_winograd *w, int planes, int64_t begin, int64_t end, float *place) {
  int64_t blocks = w->inputs / 8, map_size = voxel_count(w) * 8;
  for (int64_t t = begin; t < end; t++, place += source_stride(w)) {
    struct tile tile = tile_at(w, planes, t);
    const float *map = w->source + tile.sample * blocks * map_size;
    for (int64_t block = 0; block < blocks; block++)
      source_positions(w, planes, map + block * map_size, tile, place + block * 8, w->inputs);
  }
}

// Six tiles by sixteen outputs at one position.
INLINE void multiply_rows(
    const float *tiles, int64_t tile, const float *weights, int64_t inputs, float *products, int64_t product) {
  vector sum[row_tiles][2];
  UNROLL for (int r = 0; r < row_tiles; r++) sum[r][0] = sum[r][1] = (vector){0};
  for (int64_t i = 0; i < inputs; i++) {
    vector left = load(weights + i * 16), right = load(weights + i * 16 + 8);
    UNROLL for (int r = 0; r < row_tiles; r++) {
      float value = tiles[r * tile + i];
      sum[r][0] += value * left;
      sum[r][1] += value * right;
    }
  }
  UNROLL for (int r = 0; r < row_tiles; r++) {
    store(products + r * product, sum[r][0]);
    store(products + r * product + 8, sum[r][1]);
  }
}

INLINE void write_tile(
    const seg_winograd_forward *work, int planes, struct tile tile, int64_t block, const float *products) {
  const seg_winograd *w = &work->shape;
  const int64_t *size = w->size;
  vector voxels[8];
  result_voxels(planes, products, outputs_at_once(w), voxels);
  vector bias = work->bias ? load(work->bias + block * 8) : (vector){0};
  float *map = work->result + (tile.sample * (w->outputs / 8) + block) * voxel_count(w) * 8;
  int depth = planes == 4 ? 2 : 1;
  if (tile.z + depth <= size[0] && tile.y + 2 <= size[1] && tile.x + 2 <= size[2]) {
    UNROLL for (int i = 0; i < depth * 4; i++) {
      float *place = map + (((tile.z + i / 4) * size[1] + tile.y + i / 2 % 2) * size[2] + tile.x + i % 2) * 8;
      vector value = voxels[i] + bias;
      store(place, work->accumulates ? value + load(place) : value);
    }
    return;
  }
  for (int i = 0; i < depth * 4; i++) {
    int64_t z = tile.z + i / 4, y = tile.y + i / 2 % 2, x = tile.x + i % 2;
    if (z >= size[0] || y >= size[1] || x >= size[2]) continue;
    float *place = map + ((z * size[1] + y) * size[2] + x) * 8;
    vector value = voxels[i] + bias;
    store(place, work->accumulates ? value + load(place) : value);
  }
}

// Tiles by outputs from the panel on, as many as are taken at once.
INLINE void multiply(
    const seg_winograd_forward *work, int planes, int64_t begin, int64_t end, int64_t panel, const float *source,
    const float *weights, float *products) {
  const seg_winograd *w = &work->shape;
  int64_t outputs = outputs_at_once(w), count = end - begin;
  int64_t from = source_stride(w), by = weights_stride(w), to = product_stride(w);
  for (int p = 0; p < planes * 16; p++)
    for (int64_t o = 0; o < outputs; o += 16)
      for (int64_t t = 0; t < count; t += row_tiles)
        multiply_rows(
            source + t * from + p * w->inputs, from, weights + p * by + o * w->inputs, w->inputs,
            products + t * to + p * outputs + o, to);
  for (int64_t block = 0; block < outputs / 8; block++)
    for (int64_t t = 0; t < count; t++)
      write_tile(
          work, planes, tile_at(w, planes, begin + t), panel * 2 + block, products + t * to + block * 8);
}

SEG_KERNEL
void seg_winograd_transform_weights(
    const seg_winograd_forward *work, int64_t panel, int64_t begin, int64_t end, float *place) {
  if (work->shape.is_deep)
    transform_panel(work, 4, panel, begin, end, place);
  else
    transform_panel(work, 1, panel, begin, end, place);
}

SEG_KERNEL
void seg_winograd_transform_tiles(const seg_winograd *w, int64_t begin, int64_t end, float *place) {
  if (w->is_deep)
    transform_tiles(w, 4, begin, end, place);
  else
    transform_tiles(w, 1, begin, end, place);
}

SEG_KERNEL
void seg_winograd_multiply(
    const seg_winograd_forward *work, int64_t begin, int64_t end, int64_t panel, const float *source,
    const float *weights, float *products) {
  if (work->shape.is_deep)
    multiply(work, 4, begin, end, panel, source, weights, products);
  else
    multiply(work, 1, begin, end, panel, source, weights, products);
}

// Threads take what is next, since another program, or the loading of data, may hold one of them up.
struct progress {
  const seg_winograd_forward *work;
  atomic_llong next;
};

static void weights_body(int index, int count, void *context) {
  const seg_winograd_forward *work = ((struct progress *)context)->work;
  int64_t blocks = work->shape.inputs / 8, begin, end;
  seg_split(blocks * (work->shape.outputs / 16), index, count, &begin, &end);
  while (begin < end) {
    int64_t panel = begin / blocks, last = (panel + 1) * blocks < end ? (panel + 1) * blocks : end;
    seg_winograd_transform_weights(
        work, panel, begin - panel * blocks, last - panel * blocks,
        work->scratch + panel * work->shape.inputs * 16);
    begin = last;
  }
}

static void blocks_body(int index, int count, void *context) {
  struct progress *progress = context;
  const seg_winograd_forward *work = progress->work;
  const seg_winograd *w = &work->shape;
  float *source = own(work, index);
  float *products = source + source_size(w);
  int64_t total = tile_count(w), begin;
  while ((begin = atomic_fetch_add(&progress->next, block_tiles)) < total) {
    int64_t end = begin + block_tiles < total ? begin + block_tiles : total;
    seg_winograd_transform_tiles(w, begin, end, source);
    seg_winograd_multiply(work, begin, end, 0, source, work->scratch, products);
  }
}

static void tiles_body(int index, int count, void *context) {
  const seg_winograd_forward *work = ((struct progress *)context)->work;
  int64_t begin, end;
  seg_split(tile_count(&work->shape), index, count, &begin, &end);
  seg_winograd_transform_tiles(&work->shape, begin, end, work->scratch + begin * source_stride(&work->shape));
}

static void panels_body(int index, int count, void *context) {
  struct progress *progress = context;
  const seg_winograd_forward *work = progress->work;
  const seg_winograd *w = &work->shape;
  float *weights = own(work, index);
  float *products = weights + weights_size(w);
  int64_t panel;
  while ((panel = atomic_fetch_add(&progress->next, 1)) < w->outputs / 16) {
    seg_winograd_transform_weights(work, panel, 0, w->inputs / 8, weights);
    seg_winograd_multiply(work, 0, tile_count(w), panel, work->scratch, weights, products);
  }
}

void seg_winograd_forward_run(const seg_winograd_forward *work, int threads) {
  struct progress progress = {work, 0};
  int outputs_first = by_outputs(&work->shape);
  seg_parallel(threads, outputs_first ? tiles_body : weights_body, &progress);
  seg_parallel(threads, outputs_first ? panels_body : blocks_body, &progress);
}
