package import Foundation

/// JSON that a test changes key by key.
package struct JSONDocument: Equatable, CustomStringConvertible {
  private var root: NSDictionary

  package init(_ data: Data) throws {
    guard let root = try JSONSerialization.jsonObject(with: data) as? NSDictionary else {
      throw CocoaError(.coderReadCorrupt)
    }
    self.root = root
  }

  package init(contentsOf url: URL) throws { try self.init(Data(contentsOf: url)) }

  package init(encoding value: some Encodable) throws { try self.init(JSONEncoder().encode(value)) }

  package var data: Data { get throws { try JSONSerialization.data(withJSONObject: root) } }

  /// Always in the same order.
  package var description: String {
    let data = try? JSONSerialization.data(withJSONObject: root, options: [.sortedKeys])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  package func write(to url: URL) throws { try data.write(to: url) }

  /// The value at a path of keys, such as `options.pipeline`, or `nil` where there is none.
  package func value(at path: String) -> Any? { root.value(forKeyPath: path.components) }

  /// The keys below a path.
  package func keys(at path: String) -> [String] {
    ((path.isEmpty ? root : value(at: path)) as? NSDictionary)?.allKeys.compactMap { $0 as? String }
      .sorted() ?? []
  }

  /// The same without a key.
  package func removing(_ path: String) -> JSONDocument { changing(path, to: nil) }

  /// The same with another value at a path.
  package func setting(_ path: String, to value: Any) -> JSONDocument { changing(path, to: value) }

  private func changing(_ path: String, to value: Any?) -> JSONDocument {
    var copy = self
    copy.root = Self.changed(root, path.components[...], value)
    return copy
  }

  private static func changed(_ object: NSDictionary, _ path: ArraySlice<String>, _ value: Any?)
    -> NSDictionary
  {
    guard let key = path.first,
      let result = object.mutableCopy() as? NSMutableDictionary
    else { return object }
    if path.count > 1 {
      result[key] = changed(object[key] as? NSDictionary ?? [:], path.dropFirst(), value)
    } else {
      result[key] = value
    }
    return result
  }
}

extension String {
  fileprivate var components: [String] { split(separator: ".").map(String.init) }
}

extension NSDictionary {
  fileprivate func value(forKeyPath path: [String]) -> Any? {
    path.reduce(self as Any?) { ($0 as? NSDictionary)?[$1] }
  }
}
