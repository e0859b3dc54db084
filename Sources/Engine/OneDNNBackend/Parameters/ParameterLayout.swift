import ComputeEngine
import ComputeGraph

/// Where a parameter lies in the flat buffers of weights and gradients, and in which layout.
///
/// Convolution weights lie as the weight-gradient primitive writes them, so that gradients need no copy;
/// channels are padded to a multiple of 16 with zeros, which stay zero in training.
struct ParameterLayout {
  var parameter: Parameter
  var segments: [ParameterSegment]

  /// The first place of the parameter in the flat buffers, in floats.
  var offset: Int { segments[0].offset }
}

/// A part of a parameter that has a layout of its own: the weights of one source of a convolution.
struct ParameterSegment {
  var padding: SegmentPadding
  var description: MemoryDescription
  /// In floats, from the start of the flat buffer.
  var offset: Int
}

/// A copy of weights in a layout or type other than the master's, made again when the parameters have changed.
struct WeightCopy {
  var parameter: Graph.Value
  var segment: Int
  var description: MemoryDescription
  /// In bytes, from the start of the copies.
  var offset: Int
}
