extension LabelScheme: Codable {
  private enum CodingKeys: String, CodingKey {
    case entries, regions, ignoreValue
  }

  /// Reads what ``problem`` may find fault with; schemes without regions and ignored voxels need not name them.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    entries = try values.decode([Entry].self, forKey: .entries)
    regions = try values.decodeIfPresent([Region].self, forKey: .regions) ?? []
    ignoreValue = try values.decodeIfPresent(UInt16.self, forKey: .ignoreValue)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(entries, forKey: .entries)
    if !regions.isEmpty { try values.encode(regions, forKey: .regions) }
    try values.encodeIfPresent(ignoreValue, forKey: .ignoreValue)
  }
}
