#pragma once
#include <stdint.h>

/// Where `candidate` exceeds `best`, takes it over and notes `label`.
void seg_keep_larger(
    const float *candidate, float *best, uint16_t *labels, uint16_t label, int64_t count);

/// Where `candidate` exceeds `threshold`, takes it over and notes `label`.
void seg_keep_above(
    const float *candidate, float threshold, float *best, uint16_t *labels, uint16_t label,
    int64_t count);
