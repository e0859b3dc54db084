#pragma once

/// How a feature map lies in memory: its element type, and how many channels stand side by side.
///
/// Shape: [N][C / block][D][H][W][block]; channels are padded with zeros to a multiple of 16.
typedef enum seg_format { seg_f32x16, seg_f32x8, seg_bf16x16 } seg_format;
