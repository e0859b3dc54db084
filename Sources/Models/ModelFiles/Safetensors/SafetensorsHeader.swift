import Foundation

/// The JSON header of a safetensors file.
struct SafetensorsHeader {
  struct Entry: Codable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]
  }

  struct Place {
    var elementType: Safetensors.ElementType
    var shape: [Int]
    /// Bytes after the header.
    var range: Range<Int>
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Content: Codable {
    var entries: [String: Entry] = [:]
    var metadata: [String: String] = [:]

    init(entries: [String: Entry], metadata: [String: String]) {
      self.entries = entries
      self.metadata = metadata
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in container.allKeys {
        if key.stringValue == metadataKey {
          metadata = try container.decode([String: String].self, forKey: key)
        } else {
          entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
        }
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      if !metadata.isEmpty {
        try container.encode(metadata, forKey: Key(stringValue: metadataKey))
      }
      for (name, entry) in entries {
        try container.encode(entry, forKey: Key(stringValue: name))
      }
    }
  }

  private static let metadataKey = "__metadata__"

  private var entries: [String: Entry]
  var metadata: [String: String]

  /// Reads the header.
  init(json: Data, path: String) throws(ModelFileError) {
    do {
      let content = try JSONDecoder().decode(Content.self, from: json)
      entries = content.entries
      metadata = content.metadata
    } catch let error as DecodingError {
      throw ModelFileError("its safetensors header is broken: \(Self.reason(error))", path: path)
    } catch {
      throw ModelFileError("its safetensors header is broken", path: path)
    }
  }

  private static func reason(_ error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let keys = context.codingPath.map(\.stringValue).joined(separator: ".")
      return keys.isEmpty ? "not a JSON object" : "wrong value at \(keys)"
    }
    switch error {
    case .keyNotFound(let key, let context):
      let keys = (context.codingPath.map(\.stringValue)).joined(separator: ".")
      return "\(keys) has no \(key.stringValue)"
    case .typeMismatch(_, let context), .valueNotFound(_, let context): return place(context)
    case .dataCorrupted(let context): return place(context)
    @unknown default: return "not understood"
    }
  }

  /// Where each tensor lies, after checking that the tensors fill the data exactly.
  func places(dataLength: Int, path: String) throws(ModelFileError) -> [(String, Place)] {
    var places: [(String, Place)] = []
    places.reserveCapacity(entries.count)
    for (name, entry) in entries {
      guard let elementType = Safetensors.ElementType(rawValue: entry.dtype) else {
        throw ModelFileError("tensor \(name) has the unknown type \(entry.dtype)", path: path)
      }
      guard entry.data_offsets.count == 2, entry.data_offsets[0] >= 0,
        entry.data_offsets[0] <= entry.data_offsets[1]
      else {
        throw ModelFileError("tensor \(name) has wrong offsets \(entry.data_offsets)", path: path)
      }
      let range = entry.data_offsets[0]..<entry.data_offsets[1]
      guard range.upperBound <= dataLength else {
        throw ModelFileError(
          "is truncated: tensor \(name) should end at byte \(range.upperBound) of the data, "
            + "but there are \(dataLength)", path: path)
      }
      guard
        let bytes = Safetensors.byteCount(shape: entry.shape, elementType: elementType),
        bytes == range.count
      else {
        throw ModelFileError(
          "tensor \(name) of shape \(entry.shape) and type \(entry.dtype) does not fit its "
            + "\(range.count) bytes", path: path)
      }
      places.append((name, Place(elementType: elementType, shape: entry.shape, range: range)))
    }
    places.sort {
      ($0.1.range.lowerBound, $0.1.range.upperBound) < (
        $1.1.range.lowerBound, $1.1.range.upperBound
      )
    }
    var end = 0
    for (name, place) in places {
      guard place.range.lowerBound == end else {
        let fault = place.range.lowerBound < end ? "overlaps another" : "is preceded by a gap"
        throw ModelFileError("tensor \(name) \(fault)", path: path)
      }
      end = place.range.upperBound
    }
    guard end == dataLength else {
      throw ModelFileError("\(dataLength - end) bytes follow the last tensor", path: path)
    }
    return places
  }

  /// The header for tensors that are written in the given order, padded so that the data start at a multiple of eight.
  static func json(
    order: [(key: String, value: Safetensors.Tensor)], metadata: [String: String]
  ) throws -> Data {
    var entries: [String: Entry] = [:]
    var end = 0
    for (name, tensor) in order {
      entries[name] = Entry(
        dtype: tensor.elementType.rawValue, shape: tensor.shape,
        data_offsets: [end, end + tensor.data.count])
      end += tensor.data.count
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = try encoder.encode(Content(entries: entries, metadata: metadata))
    while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
    return json
  }
}
