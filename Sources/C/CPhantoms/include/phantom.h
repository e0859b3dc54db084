#pragma once
#include <stdint.h>

/// A position, direction or length in mm: x to the right, y to the front, z to the head.
typedef struct {
  float x, y, z;
} seg_phantom_vector;

/// A plane wave, amplitude * sin(2 pi (frequency . p + phase)); a scalar wave uses amplitude.x.
typedef struct {
  seg_phantom_vector frequency;
  float phase;
  seg_phantom_vector amplitude;
} seg_phantom_wave;

/// A run of waves in the scene's list.
typedef struct {
  int32_t first, count;
} seg_phantom_run;

enum {
  SEG_PHANTOM_ELLIPSOID,  // centre, axes, radii towards both ends of each axis
  SEG_PHANTOM_CAPSULE,    // centre, end, radius, end_radius
  SEG_PHANTOM_PLANE,      // inside where axis_x . (p - centre) < 0
  SEG_PHANTOM_WAVES,      // inside where the sum of the waves is above level
  SEG_PHANTOM_GROOVES,    // sheets where the sum of the waves is 0, from the surface so far inwards
  SEG_PHANTOM_FOLDS,      // the same with waves constant along the rays from the ellipsoid's centre
};

enum { SEG_PHANTOM_UNION, SEG_PHANTOM_SUBTRACT, SEG_PHANTOM_INTERSECT };

typedef struct {
  int32_t kind, operation;
  seg_phantom_vector centre, axis_x, axis_y, axis_z, radii_positive, radii_negative, end;
  float radius, end_radius;
  float smoothing;  // mm over which a union is rounded
  seg_phantom_run waves;
  float level;  // WAVES: threshold; GROOVES, FOLDS: the least gradient that counts, per mm
  float depth;  // GROOVES, FOLDS: mm below the surface so far
  float width;  // GROOVES, FOLDS: mm
  seg_phantom_vector bound_centre;
  float bound_radius;  // a sphere that holds the shape; negative: everywhere
} seg_phantom_shape;

/// A tissue painted where the structure's distance is below -offset.
typedef struct {
  float offset;     // mm below the surface
  float softness;   // mm over which the edge fades, beyond a voxel
  float roughness;  // mm by which the roughness field moves the edge
  float gain;       // multiplies the tissue's values
  int32_t tissue;
  uint32_t over;  // tissues that may be painted over, a bit each
} seg_phantom_layer;

/// Shapes combined in order to one signed distance, with layers painted from outside to inside.
typedef struct {
  seg_phantom_run shapes, layers;
  float reach;  // mm beyond the shapes' bounds where layers may still paint
} seg_phantom_structure;

typedef struct {
  float value[2];    // per channel
  float texture[2];  // amplitude of the texture field
  int32_t label;
} seg_phantom_tissue;

typedef struct {
  const seg_phantom_shape *shapes;
  const seg_phantom_layer *layers;
  const seg_phantom_structure *structures;
  int32_t structure_count;
  const seg_phantom_tissue *tissues;  // the first fills the scene
  const seg_phantom_wave *waves;
  seg_phantom_run warp, roughness, texture;
} seg_phantom_scene;

/// How the scene is scanned.
typedef struct {
  int32_t depth, height, width, channels;
  int32_t samples_z, samples_y, samples_x;    // points per voxel along each axis
  seg_phantom_vector origin;                  // of voxel (0, 0, 0) in the scene
  seg_phantom_vector step_z, step_y, step_x;  // of one voxel
  float edge;                                 // mm over which every edge fades
  uint32_t seed;
  int32_t is_magnitude;  // 1: Rician noise and bias field (MR); 0: filtered Gaussian noise (CT)
  float noise[2];        // standard deviation per channel
  float filter[3];       // CT: weights of the noise filter at distance 0, 1, 2
  seg_phantom_vector noise_centre;  // CT: noise is highest here and falls with distance
  float noise_radius;
  seg_phantom_run bias[2];  // MR: waves of the logarithm of the gain, per channel
  float floor, ceiling;     // values are rounded and clipped to these
} seg_phantom_scan;

/// The number of floats that one thread needs for its work.
int64_t seg_phantom_scratch(const seg_phantom_scan *scan);

/// Paints and scans the scene.
///
/// `image` is (channel, z, y, x), `labels` (z, y, x). The result does not depend on `threads`.
/// `scratch` holds `threads * seg_phantom_scratch(scan)` floats.
void seg_phantom_make(
    const seg_phantom_scene *scene, const seg_phantom_scan *scan, float *image, uint16_t *labels,
    float *scratch, int threads);
