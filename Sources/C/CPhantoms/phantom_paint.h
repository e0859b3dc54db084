#pragma once
#include "phantom_distance.h"

/// Narrows [low, high) to the points of the row within a sphere; false where there are none.
INLINE int row_meets(const row *r, seg_phantom_vector centre, float radius, int *low, int *high) {
  seg_phantom_vector from = {r->start.x - centre.x, r->start.y - centre.y, r->start.z - centre.z};
  float a = dot(r->step, r->step), b = dot(from, r->step), c = dot(from, from) - radius * radius;
  float root = b * b - a * c;
  if (root <= 0) return 0;
  root = sqrtf(root);
  float first = (-b - root) / a, last = (-b + root) / a;
  if (last < 0 || first > (float)(r->count - 1)) return 0;
  *low = first > 0 ? (int)first : 0;
  *high = last < (float)(r->count - 1) ? (int)last + 1 : r->count;
  return *low < *high;
}

INLINE void shape_distance(
    const seg_phantom_shape *s, const seg_phantom_wave *waves, row *r, int low, int high) {
  switch (s->kind) {
    case SEG_PHANTOM_ELLIPSOID: ellipsoid_distance(s, r, low, high); break;
    case SEG_PHANTOM_CAPSULE: capsule_distance(s, r, low, high); break;
    case SEG_PHANTOM_PLANE: plane_distance(s, r, low, high); break;
    case SEG_PHANTOM_WAVES: waves_distance(s, waves, r, low, high); break;
    case SEG_PHANTOM_GROOVES: grooves_distance(s, waves, r, low, high); break;
    default: folds_distance(s, waves, r, low, high); break;
  }
}

INLINE void combine(const seg_phantom_shape *s, row *r, int low, int high) {
  if (s->operation == SEG_PHANTOM_SUBTRACT) {
    for (int i = low; i < high; i++) r->distance[i] = most(r->distance[i], -r->other[i]);
  } else if (s->operation == SEG_PHANTOM_INTERSECT) {
    for (int i = low; i < high; i++)
      r->hull[i] = r->distance[i] = most(r->distance[i], r->other[i]);
  } else {
    float width = s->smoothing + 1e-3f;
    for (int i = low; i < high; i++) {
      float a = r->distance[i], b = r->other[i];
      float h = most(width - fabsf(a - b), 0) / width;
      r->hull[i] = r->distance[i] = least(a, b) - h * h * width * 0.25f;
    }
  }
}

INLINE void paint_layer(
    const seg_phantom_layer *layer, const seg_phantom_tissue *tissue, int channels, float edge,
    row *r, int low, int high) {
  float sharpness = 1 / (edge + layer->softness);
  for (int i = low; i < high; i++) {
    float d = r->distance[i] + layer->offset + layer->roughness * r->roughness[i];
    float alpha = most(0, least(1, 0.5f - d * sharpness));
    alpha = (layer->over >> r->tissue[i]) & 1 ? alpha : 0;
    r->other[i] = alpha;
    r->tissue[i] = alpha >= 0.5f ? layer->tissue : r->tissue[i];
  }
  for (int channel = 0; channel < channels; channel++) {
    float *value = r->value[channel];
    float target = tissue->value[channel] * layer->gain, texture = tissue->texture[channel];
    for (int i = low; i < high; i++)
      value[i] += r->other[i] * (target + texture * r->texture[i] - value[i]);
  }
}

INLINE void paint_structure(
    const seg_phantom_scene *scene, const seg_phantom_structure *structure, int channels,
    float edge, row *r) {
  int from = r->count, to = 0;
  for (int pass = 0; pass < 2; pass++) {
    if (pass == 1) {
      if (from >= to) return;
      for (int i = from; i < to; i++) r->distance[i] = FAR;
    }
    for (int j = 0; j < structure->shapes.count; j++) {
      const seg_phantom_shape *shape = &scene->shapes[structure->shapes.first + j];
      int low = 0, high = r->count;
      if (shape->operation == SEG_PHANTOM_UNION) {
        if (shape->bound_radius >= 0 &&
            !row_meets(r, shape->bound_centre, shape->bound_radius + structure->reach, &low, &high))
          continue;
      } else {
        if (pass == 0) continue;
        low = from, high = to;
      }
      if (pass == 0) {
        from = low < from ? low : from, to = high > to ? high : to;
      } else {
        shape_distance(shape, scene->waves, r, low, high);
        combine(shape, r, low, high);
      }
    }
  }
  for (int j = 0; j < structure->layers.count; j++) {
    const seg_phantom_layer *layer = &scene->layers[structure->layers.first + j];
    paint_layer(layer, &scene->tissues[layer->tissue], channels, edge, r, from, to);
  }
}

/// Adds waves along the row, whose phases grow evenly there.
INLINE void add_scalar_waves(const seg_phantom_wave *waves, int count, const row *r, float *sum) {
  for (int i = 0; i < r->count; i++) sum[i] = 0;
  for (int j = 0; j < count; j++) {
    float phase = dot(waves[j].frequency, r->start) + waves[j].phase;
    float step = dot(waves[j].frequency, r->step), amplitude = waves[j].amplitude.x;
    for (int i = 0; i < r->count; i++) sum[i] += amplitude * wave_sine(phase + step * (float)i);
  }
}

INLINE void prepare_row(const seg_phantom_scene *scene, int channels, row *r) {
  for (int i = 0; i < r->count; i++) {
    r->x[i] = r->start.x + r->step.x * (float)i;
    r->y[i] = r->start.y + r->step.y * (float)i;
    r->z[i] = r->start.z + r->step.z * (float)i;
    r->tissue[i] = 0;
  }
  for (int j = 0; j < scene->warp.count; j++) {
    const seg_phantom_wave *wave = &scene->waves[scene->warp.first + j];
    float phase = dot(wave->frequency, r->start) + wave->phase;
    float step = dot(wave->frequency, r->step);
    seg_phantom_vector a = wave->amplitude;
    for (int i = 0; i < r->count; i++) {
      float s = wave_sine(phase + step * (float)i);
      r->x[i] += a.x * s, r->y[i] += a.y * s, r->z[i] += a.z * s;
    }
  }
  add_scalar_waves(scene->waves + scene->roughness.first, scene->roughness.count, r, r->roughness);
  add_scalar_waves(scene->waves + scene->texture.first, scene->texture.count, r, r->texture);
  for (int channel = 0; channel < channels; channel++) {
    float value = scene->tissues[0].value[channel];
    for (int i = 0; i < r->count; i++) r->value[channel][i] = value;
  }
}

INLINE void paint_row(const seg_phantom_scene *scene, const seg_phantom_scan *scan, row *r) {
  prepare_row(scene, scan->channels, r);
  for (int j = 0; j < scene->structure_count; j++)
    paint_structure(scene, &scene->structures[j], scan->channels, scan->edge, r);
}
