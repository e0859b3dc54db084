#pragma once
#include "phantom_row.h"

// Signed distances in mm of one shape along a row, negative inside.

INLINE void ellipsoid_distance(const seg_phantom_shape *s, row *r, int low, int high) {
  seg_phantom_vector c = s->centre, ax = s->axis_x, ay = s->axis_y, az = s->axis_z;
  float px = 1 / s->radii_positive.x, py = 1 / s->radii_positive.y, pz = 1 / s->radii_positive.z;
  float nx = 1 / s->radii_negative.x, ny = 1 / s->radii_negative.y, nz = 1 / s->radii_negative.z;
  for (int i = low; i < high; i++) {
    float dx = r->x[i] - c.x, dy = r->y[i] - c.y, dz = r->z[i] - c.z;
    float u = ax.x * dx + ax.y * dy + ax.z * dz;
    float v = ay.x * dx + ay.y * dy + ay.z * dz;
    float w = az.x * dx + az.y * dy + az.z * dz;
    float iu = u > 0 ? px : nx, iv = v > 0 ? py : ny, iw = w > 0 ? pz : nz;
    u *= iu, v *= iv, w *= iw;
    float k = sqrtf(u * u + v * v + w * w);
    u *= iu, v *= iv, w *= iw;
    float slope = sqrtf(u * u + v * v + w * w);
    r->other[i] = (k - 1) * (k + 1e-4f) / (slope + 1e-6f);
  }
}

INLINE void capsule_distance(const seg_phantom_shape *s, row *r, int low, int high) {
  seg_phantom_vector a = s->centre;
  float bx = s->end.x - a.x, by = s->end.y - a.y, bz = s->end.z - a.z;
  float scale = 1 / (bx * bx + by * by + bz * bz + 1e-6f);
  for (int i = low; i < high; i++) {
    float dx = r->x[i] - a.x, dy = r->y[i] - a.y, dz = r->z[i] - a.z;
    float t = most(0, least(1, (dx * bx + dy * by + dz * bz) * scale));
    dx -= t * bx, dy -= t * by, dz -= t * bz;
    r->other[i] =
        sqrtf(dx * dx + dy * dy + dz * dz) - (s->radius + t * (s->end_radius - s->radius));
  }
}

INLINE void plane_distance(const seg_phantom_shape *s, row *r, int low, int high) {
  seg_phantom_vector n = s->axis_x;
  float level = dot(n, s->centre);
  for (int i = low; i < high; i++)
    r->other[i] = n.x * r->x[i] + n.y * r->y[i] + n.z * r->z[i] - level;
}

/// The sum of waves and its gradient at given positions.
INLINE void wave_sum(
    const seg_phantom_wave *waves, int count, const float *x, const float *y, const float *z,
    row *r, int low, int high) {
  for (int i = low; i < high; i++) r->g[i] = r->gx[i] = r->gy[i] = r->gz[i] = 0;
  for (int j = 0; j < count; j++) {
    seg_phantom_vector f = waves[j].frequency;
    float phase = waves[j].phase, amplitude = waves[j].amplitude.x;
    float slope = amplitude * 6.2831853f;
    for (int i = low; i < high; i++) {
      float t = f.x * x[i] + f.y * y[i] + f.z * z[i] + phase;
      r->g[i] += amplitude * wave_sine(t);
      float c = slope * wave_sine(t + 0.25f);
      r->gx[i] += c * f.x, r->gy[i] += c * f.y, r->gz[i] += c * f.z;
    }
  }
}

INLINE void waves_distance(
    const seg_phantom_shape *s, const seg_phantom_wave *waves, row *r, int low, int high) {
  wave_sum(waves + s->waves.first, s->waves.count, r->x, r->y, r->z, r, low, high);
  for (int i = low; i < high; i++) {
    float slope = sqrtf(r->gx[i] * r->gx[i] + r->gy[i] * r->gy[i] + r->gz[i] * r->gz[i]);
    r->other[i] = (s->level - r->g[i]) / (slope + 0.02f);
  }
}

/// The distance to sheets of the given width that reach from the hull down to the given depth.
INLINE void sheet_distance(const seg_phantom_shape *s, row *r, int i, float across) {
  float below = most(0, -r->hull[i] - s->depth * (0.8f + 0.25f * r->roughness[i]));
  r->other[i] = sqrtf(across * across + below * below) - 0.5f * s->width;
}

INLINE void grooves_distance(
    const seg_phantom_shape *s, const seg_phantom_wave *waves, row *r, int low, int high) {
  wave_sum(waves + s->waves.first, s->waves.count, r->x, r->y, r->z, r, low, high);
  for (int i = low; i < high; i++) {
    float slope = sqrtf(r->gx[i] * r->gx[i] + r->gy[i] * r->gy[i] + r->gz[i] * r->gz[i]);
    sheet_distance(s, r, i, fabsf(r->g[i]) / most(slope, s->level));
  }
}

INLINE void folds_distance(
    const seg_phantom_shape *s, const seg_phantom_wave *waves, row *r, int low, int high) {
  seg_phantom_vector c = s->centre;
  float ix = 1 / s->radii_positive.x, iy = 1 / s->radii_positive.y;
  float up = 1 / s->radii_positive.z, down = 1 / s->radii_negative.z;
  for (int i = low; i < high; i++) {
    float dx = r->x[i] - c.x, dy = r->y[i] - c.y, dz = r->z[i] - c.z;
    float u = dx * ix, v = dy * iy, w = dz * (dz > 0 ? up : down);
    float k = most(0.3f, sqrtf(u * u + v * v + w * w));
    r->qx[i] = c.x + dx / k, r->qy[i] = c.y + dy / k, r->qz[i] = c.z + dz / k;
  }
  wave_sum(waves + s->waves.first, s->waves.count, r->qx, r->qy, r->qz, r, low, high);
  for (int i = low; i < high; i++) {
    float dx = r->x[i] - c.x, dy = r->y[i] - c.y, dz = r->z[i] - c.z;
    float iz = dz > 0 ? up : down;
    float u = dx * ix, v = dy * iy, w = dz * iz;
    float k = most(0.3f, sqrtf(u * u + v * v + w * w));
    float nx = u * ix, ny = v * iy, nz = w * iz;  // outwards
    float scale = 1 / sqrtf(nx * nx + ny * ny + nz * nz + 1e-9f);
    nx *= scale, ny *= scale, nz *= scale;
    float along = r->gx[i] * nx + r->gy[i] * ny + r->gz[i] * nz;
    float tx = r->gx[i] - along * nx, ty = r->gy[i] - along * ny, tz = r->gz[i] - along * nz;
    float slope = most(s->level, sqrtf(tx * tx + ty * ty + tz * tz));
    sheet_distance(s, r, i, fabsf(r->g[i]) / slope * k);
  }
}
