/// NSD at one tolerance.
public struct ToleranceScore: Sendable, Hashable, Codable {
  /// In mm.
  public var tolerance: Double
  public var value: Double?

  public init(tolerance: Double, value: Double?) {
    self.tolerance = tolerance
    self.value = value
  }

  enum CodingKeys: String, CodingKey {
    case tolerance = "tolerance_mm"
    case value = "nsd"
  }
}

extension ToleranceScore {
  /// With `null` for an undefined value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tolerance, forKey: .tolerance)
    try container.encode(value, forKey: .value)
  }
}
