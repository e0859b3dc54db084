#include "winograd.h"
#include "kernel.h"
#include "parallel.h"
#include "winograd_product.h"
#include "winograd_tile.h"
#include "winograd_window.h"

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

// Weights of sixteen outputs and one block of inputs, to their places in [position][inputs][16].
INLINE void transform_block(
    const seg_winograd_forward *work, int planes, int64_t panel, int64_t block, float *place) {
  const seg_winograd *w = &work->shape;
  int64_t window = tap_count(w) * 64, stride = weights_stride(w);
  for (int side = 0; side < 2; side++) {
    float *square_place = place + block * 8 * 16 + side * 8;
    int64_t output = panel * 2 + side;
    if (!work->is_gradient) {
      const float *weights = work->weights + (output * (w->inputs / 8) + block) * window;
      for (int64_t c = 0; c < 8; c++) weight_positions(planes, weights + c * 8, square_place + c * 16, stride);
      continue;
    }
    const float *weights = work->weights + (block * (w->outputs / 8) + output) * window;
    float forward[8 * 64 * 8];
    for (int64_t c = 0; c < 8; c++) weight_positions(planes, weights + c * 8, forward + c * 64 * 8, 8);
    for (int p = 0; p < planes * 16; p++) {
      vector square[8];
      UNROLL for (int c = 0; c < 8; c++) square[c] = load(forward + (c * 64 + p) * 8);
      transpose(square);
      UNROLL for (int c = 0; c < 8; c++) store(square_place + mirrored(planes, p) * stride + c * 16, square[c]);
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
  sum_products(row_tiles, inputs, tiles, tile, 1, weights, 16, sum);
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
  UNROLL for (int i = 0; i < (planes == 4 ? 8 : 4); i++) {
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
    const seg_winograd_forward *work, int64_t panel, int64_t block, float *place) {
  if (work->shape.is_deep)
    transform_block(work, 4, panel, block, place);
  else
    transform_block(work, 1, panel, block, place);
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

static void weights_item(int64_t item, int index, void *context) {
  const seg_winograd_forward *work = context;
  int64_t blocks = work->shape.inputs / 8, panel = item / blocks;
  seg_winograd_transform_weights(
      work, panel, item % blocks, work->scratch + panel * work->shape.inputs * 16);
}

static int64_t block_end(const seg_winograd *w, int64_t begin) {
  return begin + block_tiles < tile_count(w) ? begin + block_tiles : tile_count(w);
}

static void block_item(int64_t item, int index, void *context) {
  const seg_winograd_forward *work = context;
  const seg_winograd *w = &work->shape;
  float *source = own(work, index);
  int64_t begin = item * block_tiles, end = block_end(w, begin);
  seg_winograd_transform_tiles(w, begin, end, source);
  seg_winograd_multiply(work, begin, end, 0, source, work->scratch, source + source_size(w));
}

static void tiles_item(int64_t item, int index, void *context) {
  const seg_winograd_forward *work = context;
  const seg_winograd *w = &work->shape;
  int64_t begin = item * block_tiles;
  seg_winograd_transform_tiles(w, begin, block_end(w, begin), work->scratch + begin * source_stride(w));
}

static void panel_item(int64_t panel, int index, void *context) {
  const seg_winograd_forward *work = context;
  const seg_winograd *w = &work->shape;
  float *weights = own(work, index);
  for (int64_t block = 0; block < w->inputs / 8; block++)
    seg_winograd_transform_weights(work, panel, block, weights);
  seg_winograd_multiply(work, 0, tile_count(w), panel, work->scratch, weights, weights + weights_size(w));
}

void seg_winograd_forward_run(const seg_winograd_forward *work, int threads) {
  const seg_winograd *w = &work->shape;
  int64_t panels = w->outputs / 16, blocks = (tile_count(w) + block_tiles - 1) / block_tiles;
  if (by_outputs(w)) {
    seg_parallel_items(threads, blocks, tiles_item, (void *)work);
    seg_parallel_items(threads, panels, panel_item, (void *)work);
  } else {
    seg_parallel_items(threads, panels * (w->inputs / 8), weights_item, (void *)work);
    seg_parallel_items(threads, blocks, block_item, (void *)work);
  }
}
