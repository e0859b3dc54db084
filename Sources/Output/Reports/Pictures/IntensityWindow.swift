public import Volumes

/// Which intensities a picture shows from black to white.
public struct IntensityWindow: Sendable, Hashable, Codable {
  public var lower: Float
  public var upper: Float
  /// The caption, such as "CT soft tissue window, −160 to 240 HU".
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
      name:
        "CT \(name) window, \(Self.text(centre - width / 2)) to \(Self.text(centre + width / 2)) HU"
    )
  }

  public static let softTissue = IntensityWindow("soft tissue", centre: 40, width: 400)
  public static let lung = IntensityWindow("lung", centre: -600, width: 1500)
  public static let bone = IntensityWindow("bone", centre: 400, width: 1800)
  public static let brain = IntensityWindow("brain", centre: 40, width: 80)

  /// The windows of CT by the names that options know them by.
  public static let presets: [(name: String, window: IntensityWindow)] = [
    ("soft-tissue", .softTissue), ("lung", .lung), ("bone", .bone), ("brain", .brain),
    ("liver", IntensityWindow("liver", centre: 60, width: 160)),
    ("mediastinum", IntensityWindow("mediastinum", centre: 50, width: 350)),
  ]

  /// A window by a preset's name, or by its centre and width, such as "40,400".
  public init?(argument: String) {
    if let preset = Self.presets.first(where: { $0.name == argument.lowercased() }) {
      self = preset.window
      return
    }
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { Float($0.trimmingPrefix { $0 == " " }) }
    guard numbers.count == 2, let centre = numbers[0], let width = numbers[1],
      abs(centre) <= 1e6, width > 0, width <= 1e6
    else { return nil }
    let (lower, upper) = (centre - width / 2, centre + width / 2)
    self.init(
      lower: lower, upper: upper,
      name: "window from \(Self.text(lower)) to \(Self.text(upper)) (HU in CT)")
  }

  private static func text(_ value: Float) -> String {
    (value == value.rounded() ? "\(Int(value))" : "\(value)").replacing("-", with: "−")
  }

  /// What a data set calls the channel: true for CT, false for MR, `nil` where the name tells nothing.
  static func isCT(_ channel: String) -> Bool? {
    let words = Set(channel.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    if !words.isDisjoint(with: ["ct", "cta", "cect", "ncct", "cbct", "hu"]) { return true }
    let magnetic: Set = [
      "mr", "mri", "t1", "t1w", "t1c", "t1ce", "t1gd", "t2", "t2w", "t2f", "flair", "adc", "dwi",
      "pd",
    ]
    return words.isDisjoint(with: magnetic) ? nil : false
  }

  /// Soft tissue for CT (the channel's name says so, or air of at most -900 HU occurs), else the 1st
  /// to the 99th percentile of a channel's intensities.
  /// - Parameter name: The channel's name in its data set; `nil` where it is not known.
  public static func automatic(
    for volume: Volume, channel: Int = 0, named name: String? = nil
  ) -> IntensityWindow {
    let isCT = name.flatMap(Self.isCT)
    if isCT == true { return softTissue }
    let range = volume.range(ofChannel: min(max(0, channel), volume.channels - 1))
    let step = max(1, range.count / 200_000)
    var sample = stride(from: range.lowerBound, to: range.upperBound, by: step)
      .map { volume.voxels[$0] }.filter(\.isFinite)
    sample.sort()
    guard let least = sample.first, let most = sample.last, least < most else {
      return IntensityWindow(lower: 0, upper: 1, name: "constant intensity")
    }
    if isCT == nil && least <= -900 && most < 10000 { return softTissue }
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
