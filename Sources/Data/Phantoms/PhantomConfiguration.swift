public import Volumes

/// What phantoms to make.
///
/// The same configuration always makes the same voxels, whatever `threads`
/// is.
public struct PhantomConfiguration: Sendable, Hashable {
  public var kind: PhantomKind
  /// The size of every case.
  ///
  /// The field of view is fixed, so that more voxels are smaller ones;
  /// there is a largest voxel, so that very small sizes show the middle alone.
  public var extent: Extent
  /// 1, or 2 for a brain: see ``PhantomKind/channelNames``.
  public var channels: Int
  public var seed: UInt64
  /// How many threads make one case.
  public var threads: Int

  /// The most voxels along one axis.
  public static let largestSize = 1024
  /// The most voxels of one case.
  public static let largestCount = 512 * 1024 * 1024

  public init(
    kind: PhantomKind, extent: Extent? = nil, channels: Int = 1, seed: UInt64 = 1, threads: Int = 1
  ) {
    self.kind = kind
    self.extent = extent ?? kind.defaultExtent
    self.channels = channels
    self.seed = seed
    self.threads = threads
  }

  /// - Throws: ``PhantomError`` for a size, or a number of channels or threads, that cannot be
  /// made.
  func validate() throws(PhantomError) {
    for size in extent.axes where size < 1 || size > Self.largestSize {
      throw PhantomError(
        "phantom size \(extent): every axis must have 1 to \(Self.largestSize) voxels")
    }
    guard extent.count <= Self.largestCount else {
      throw PhantomError("phantom size \(extent): at most \(Self.largestCount) voxels are possible")
    }
    guard 1...kind.channelNames.count ~= channels else {
      throw PhantomError(
        "a phantom of kind \(kind.rawValue) has 1 to \(kind.channelNames.count) channels, not \(channels)"
      )
    }
    guard 1...256 ~= threads else {
      throw PhantomError("phantoms are made by 1 to 256 threads, not \(threads)")
    }
  }
}
