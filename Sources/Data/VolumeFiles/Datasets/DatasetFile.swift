import Files
import Foundation
import Labels
import Volumes

/// What a `dataset.json` of nnU-Net (version 1 or 2) or of the Decathlon says.
struct DatasetFile {
  var name: String?
  var channels: [String]
  var labels: LabelScheme
  /// Of the image files; `nil` where the file does not say.
  var ending: String?

  init(_ url: URL) throws(VolumeFileError) {
    let content: Data
    do {
      content = try Data(contentsOf: url)
    } catch {
      throw .inputOutput(url, "cannot read this file")
    }
    guard let parsed = try? JSONSerialization.jsonObject(with: content),
      let root = parsed as? [String: Any]
    else { throw .badData(url, "is not a JSON object; correct the file") }
    name = root["name"] as? String
    channels = try Self.channels(root, url)
    labels = try Self.labels(root, url)
    ending = try Self.ending(root, url)
  }

  private static func channels(_ root: [String: Any], _ url: URL) throws(VolumeFileError)
    -> [String]
  {
    guard let names = (root["channel_names"] ?? root["modality"]) as? [String: Any], !names.isEmpty
    else {
      throw .badData(
        url, #"lacks the names of the channels: "channel_names": {"0": "CT"} (or "modality")"#)
    }
    var channels: [String] = []
    for number in 0..<names.count {
      guard let name = names["\(number)"] as? String else {
        throw .badData(
          url,
          """
          names \(names.count) channels, but has no name for channel \"\(number)\"; number them \
          from 0
          """
        )
      }
      channels.append(name)
    }
    return channels
  }

  private static func labels(_ root: [String: Any], _ url: URL) throws(VolumeFileError)
    -> LabelScheme
  {
    guard let labels = root["labels"] as? [String: Any], !labels.isEmpty else {
      throw .badData(url, #"lacks its labels: "labels": {"background": 0, "liver": 1}"#)
    }
    // The Decathlon and version 1 write {"1": "liver"}, version 2 {"liver": 1}.
    let isReversed = labels.allSatisfy { Int($0.key) != nil && $0.value is String }
    var entries: [LabelScheme.Entry] = []
    for (key, content) in labels.sorted(by: { $0.key < $1.key }) {
      let name = isReversed ? content as? String ?? key : key
      if content is [Any] {
        throw .badData(
          url,
          """
          label \"\(key)\" is a region of several values, which is not supported; give every \
          label one value
          """
        )
      }
      if !isReversed && key == "ignore" {
        throw .badData(
          url,
          "has a label \"ignore\", which is not supported; remove it from the files and the list")
      }
      let number = isReversed ? Int(key) : Self.integer(content)
      guard let number, let value = UInt16(exactly: number) else {
        throw .badData(
          url,
          """
          label \"\(key)\" has the value \(content); a label's value is a whole number from 0 to \
          65535
          """
        )
      }
      if let other = entries.first(where: { $0.value == value }) {
        throw .badData(url, "labels \"\(other.name)\" and \"\(name)\" both have the value \(value)")
      }
      entries.append(.init(name: name, value: value))
    }
    entries.sort { $0.value < $1.value }
    if let background = entries.first(where: { $0.name == "background" }), background.value != 0 {
      throw .badData(
        url, "the label \"background\" has the value \(background.value); it must be 0")
    }
    if entries.first?.value != 0 { entries.insert(.init(name: "background", value: 0), at: 0) }
    return LabelScheme(entries: entries)
  }

  private static func integer(_ content: Any) -> Int? {
    if let number = content as? Int { return number }
    return (content as? String).flatMap { Int($0) }
  }

  private static func ending(_ root: [String: Any], _ url: URL) throws(VolumeFileError) -> String? {
    guard let ending = root["file_ending"] as? String else { return nil }
    guard VolumeFile.endings.contains(ending) else {
      throw .badData(
        url,
        """
        file_ending \"\(ending)\" is not supported; convert the images to one of \
        \(VolumeFile.formatList)
        """
      )
    }
    return ending
  }
}
