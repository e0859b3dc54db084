extension Precision {
  /// How fast networks train in this type on this processor, as a multiple of two cores that multiply bfloat16.
  ///
  /// Rounded from `seg benchmark`'s training steps, so that the same options choose the same on the same machine.
  public func relativeSpeed(threads: Int) -> Double {
    let processor = InstructionSet.current
    let core =
      switch self {
      case .bfloat16: processor.multipliesBFloat16 ? 1 : 0.02
      case .float32: processor.channelBlock == 16 ? 0.85 : 0.3
      }
    return core * Double(threads) / 2
  }
}
