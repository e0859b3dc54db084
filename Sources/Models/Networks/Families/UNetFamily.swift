/// What the U-Nets have in common: a configuration by stages, and a head at every resolution of the decoder.
protocol UNetFamily: NetworkFamily {}

extension UNetFamily {
  package static func resolutions(_ configuration: NetworkConfiguration) -> Int {
    configuration.features.count - 1
  }

  package static func problem(_ configuration: NetworkConfiguration) -> String? {
    let stages = configuration.features.count
    let (kernels, strides) = (configuration.kernels, configuration.strides)
    let dimensions = configuration.dimensions
    let blocks = configuration.encoderBlocks
    if stages < 2 { return "the network needs at least two stages" }
    if configuration.features.contains(where: { $0 < 1 }) { return "features must be positive" }
    if kernels.count != stages || strides.count != stages || blocks.count != stages {
      return "features, kernels, strides and encoder blocks must have one entry for each stage"
    }
    if configuration.decoderConvolutions.count != stages - 1 {
      return "decoder convolutions must have \(stages - 1) entries, one fewer than stages"
    }
    for axes in kernels + strides where axes.count != dimensions || axes.contains(where: { $0 < 1 })
    {
      return "every kernel and stride must have \(dimensions) positive entries"
    }
    if kernels.joined().contains(where: { $0 % 2 == 0 }) { return "kernel sizes must be odd" }
    if strides[0].contains(where: { $0 != 1 }) { return "the first stage has stride 1" }
    if (blocks + configuration.decoderConvolutions).contains(where: { $0 < 1 }) {
      return "every stage needs at least one block"
    }
    return nil
  }
}
