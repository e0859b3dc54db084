/// A kernel size, a stride or a padding: one number per axis (depth, height, width).
public struct Window: Hashable, Sendable {
  public var depth: Int
  public var height: Int
  public var width: Int

  public init(_ depth: Int, _ height: Int, _ width: Int) {
    self.depth = depth
    self.height = height
    self.width = width
  }

  /// From two numbers (height, width) or three (depth, height, width).
  /// - Precondition: there are two or three.
  public init(axes: [Int]) {
    precondition(axes.count == 2 || axes.count == 3, "a window has 2 or 3 axes, got \(axes.count)")
    self.init(axes.count == 3 ? axes[0] : 1, axes[axes.count - 2], axes[axes.count - 1])
  }

  public static let one = Window(1, 1, 1)
  public static let zero = Window(0, 0, 0)

  /// The three numbers, depth first.
  public var axes: [Int] { [depth, height, width] }
  /// Their product.
  public var count: Int { depth * height * width }

  func map(_ transform: (Int) -> Int) -> Window {
    Window(transform(depth), transform(height), transform(width))
  }

  func zip(_ other: Window, _ transform: (Int, Int) -> Int) -> Window {
    Window(
      transform(depth, other.depth), transform(height, other.height), transform(width, other.width))
  }
}
