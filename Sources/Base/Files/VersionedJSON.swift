package import Foundation

/// JSON with the version of its format at the key `version`; version 1 where there is none.
package enum VersionedJSON {
  /// What is wrong with the content of a file, in words that follow its name.
  package struct Problem: Error, Hashable {
    package var message: String
  }

  private struct Head: Decodable {
    var version: Int?
  }

  /// The value in the content of a file.
  package static func decode<Value: Decodable>(
    _: Value.Type, from data: Data, versions: FormatVersion,
    decoder: JSONDecoder = JSONDecoder()
  ) throws(Problem) -> Value {
    let version: Int
    do {
      version = try decoder.decode(Head.self, from: data).version ?? 1
    } catch DecodingError.dataCorrupted {
      throw Problem(message: "is broken: it is not JSON")
    } catch {
      throw Problem(message: "is broken: \(reason(error))")
    }
    if let problem = versions.problem(version) { throw Problem(message: problem) }
    do {
      return try decoder.decode(Value.self, from: data)
    } catch {
      throw Problem(message: "is broken: \(reason(error))")
    }
  }

  /// Why a value could not be decoded: the key, and what is wrong with it.
  private static func reason(_ error: any Error) -> String {
    func name(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "a value" : path.map(\.stringValue).joined(separator: ".")
    }
    return switch error as? DecodingError {
    case .keyNotFound(let key, let context): "\(name(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      "\(name(context.codingPath)) cannot be understood"
    default: "a value cannot be understood"
    }
  }
}
