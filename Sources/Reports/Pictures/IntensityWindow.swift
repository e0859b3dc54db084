public import Volumes

/// Which intensities a picture shows from black to white.
public struct IntensityWindow: Sendable, Hashable, Codable {
  public var lower: Float
  public var upper: Float
  /// What the reader is told, such as "soft tissue, -160 to 240 HU".
  public var name: String

  public init(lower: Float, upper: Float, name: String) {
    self.lower = lower
    self.upper = upper
    self.name = name
  }

  /// A window of CT by its centre and width in HU.
  private init(_ name: String, centre: Float, width: Float) {
    self.init(
      lower: centre - width / 2, upper: centre + width / 2,
      name: "CT \(name) window, \(Int(centre - width / 2)) to \(Int(centre + width / 2)) HU")
  }

  public static let softTissue = IntensityWindow("soft tissue", centre: 40, width: 400)
  public static let lung = IntensityWindow("lung", centre: -600, width: 1500)
  public static let bone = IntensityWindow("bone", centre: 400, width: 1800)
  public static let brain = IntensityWindow("brain", centre: 40, width: 80)

  /// Soft tissue for CT (air of at most -900 HU occurs), else the 1st to the 99th percentile of a
  /// channel's intensities.
  public static func automatic(for volume: Volume, channel: Int = 0) -> IntensityWindow {
    let range = volume.range(ofChannel: min(max(0, channel), volume.channels - 1))
    let step = max(1, range.count / 200_000)
    var sample = stride(from: range.lowerBound, to: range.upperBound, by: step)
      .map { volume.voxels[$0] }.filter(\.isFinite)
    sample.sort()
    guard let least = sample.first, let most = sample.last, least < most else {
      return IntensityWindow(lower: 0, upper: 1, name: "constant intensity")
    }
    if least <= -900 && most < 10000 { return softTissue }
    func percentile(_ share: Double) -> Float { sample[Int(share * Double(sample.count - 1))] }
    var (lower, upper) = (percentile(0.01), percentile(0.99))
    if lower >= upper { (lower, upper) = (least, most) }
    return IntensityWindow(lower: lower, upper: upper, name: "1st to 99th percentile")
  }

  /// 0 for black to 255 for white.
  @inlinable
  public func grey(_ value: Float) -> UInt8 {
    guard value > lower else { return 0 }
    return UInt8(min(1, (value - lower) / (upper - lower)) * 255)
  }
}
