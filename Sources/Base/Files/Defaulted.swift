import Foundation

/// A type all of whose keys may be missing in a file.
package protocol DefaultedCodable: Codable {
  /// What a file without any key means.
  static var valueWithoutKeys: Self { get }
}

/// Decodes a value from a file that may lack keys, also inside its sections: they are those of ``DefaultedCodable/valueWithoutKeys``.
///
/// For types with many keys; a few are simpler with `KeyedDecodingContainer.decode(_:default:)`.
package struct Defaulted<Value: DefaultedCodable>: Decodable {
  package let value: Value

  package init(from decoder: any Decoder) throws {
    let defaults = try JSONDecoder().decode(
      JSONValue.self, from: JSONEncoder().encode(Value.valueWithoutKeys))
    let merged = defaults.overlaid(with: try JSONValue(from: decoder))
    value = try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(merged))
  }
}

/// JSON of any content.
private enum JSONValue: Codable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case mapping([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .mapping(try container.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .mapping(let value): try container.encode(value)
    }
  }

  /// The same with what another gives: key by key where both are mappings.
  func overlaid(with given: JSONValue) -> JSONValue {
    switch (self, given) {
    case (.mapping(let own), .mapping(let given)):
      .mapping(own.merging(given) { $0.overlaid(with: $1) })
    case (_, .null): self
    default: given
    }
  }
}
