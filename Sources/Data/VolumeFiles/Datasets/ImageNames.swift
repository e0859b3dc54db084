import Files
import Foundation

/// The image files of a folder by their names, and how names make cases and channels.
struct ImageNames {
  private var folder: URL
  /// The file of each stem (the name without ending).
  private(set) var stems: [String: URL] = [:]

  /// Lists a folder.
  ///
  /// Hidden files, the "._" files of macOS among them, and those that only hold another one's voxels are left out.
  /// - Parameters:
  ///   - ending: What the ending must end in; `nil` for every ending of image files.
  ///   - isWanted: Chooses by the stem.
  init(
    in folder: URL, ending wantedEnding: String? = nil,
    where isWanted: (String) -> Bool = { _ in true }
  ) throws(VolumeFileError) {
    self.folder = folder
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    } catch {
      throw .inputOutput(folder, "cannot list this folder")
    }
    for name in names where !name.hasPrefix(".") {
      guard VolumeFile.isImage(name), let ending = VolumeFile.ending(of: name),
        wantedEnding.map(ending.hasSuffix) != false
      else { continue }
      let stem = VolumeFile.stem(of: name)
      guard isWanted(stem) else { continue }
      let file = folder.appendingPathComponent(name)
      if let other = stems[stem] {
        throw VolumeFileError(
          .badData, "also exists as \(other.lastPathComponent); remove one of them",
          url: file)
      }
      stems[stem] = file
    }
  }

  /// The case and the channel that a stem such as "liver_0000" names, or `nil` without four digits at the end.
  static func channel(of stem: String) -> (id: String, number: Int)? {
    let digits = stem.suffix(4)
    guard stem.count > 5, digits.allSatisfy({ ("0"..."9").contains($0) }),
      stem.dropLast(4).hasSuffix("_"), let number = Int(digits)
    else { return nil }
    return (String(stem.dropLast(5)), number)
  }

  /// The cases that the files make.
  ///
  /// Four digits at the end are a channel's number where any file of the folder has 0000, or where a label map tells so.
  /// - Parameter labelled: The names of the label maps.
  func cases(labelled: Set<String>) throws(VolumeFileError) -> [CaseInput] {
    let hasFirstChannels = stems.keys.contains { Self.channel(of: $0)?.number == 0 }
    var channels: [String: [Int: URL]] = [:]
    for (stem, file) in stems {
      if !labelled.contains(stem), let (id, number) = Self.channel(of: stem),
        hasFirstChannels || labelled.contains(id)
      {
        channels[id, default: [:]][number] = file
      } else {
        if let other = channels[stem]?.first?.value { throw Self.twoForms(stem, file, other) }
        channels[stem] = [-1: file]
      }
    }
    var cases: [CaseInput] = []
    for (id, files) in channels.sorted(by: { $0.key < $1.key }) {
      if let whole = files[-1] {
        if let other = files.first(where: { $0.key >= 0 }) {
          throw Self.twoForms(id, whole, other.value)
        }
        cases.append(CaseInput(id: id, channelFiles: [whole]))
        continue
      }
      let last = files.keys.max() ?? 0
      var ordered: [URL] = []
      for number in 0...last {
        guard let file = files[number] else {
          throw VolumeFileError(
            .badData,
            """
            case \(id) lacks channel \(number): there is no \
            \(id)_\(String(format: "%04d", number)) beside its channel \(last)
            """,
            url: folder)
        }
        ordered.append(file)
      }
      cases.append(CaseInput(id: id, channelFiles: ordered))
    }
    return cases
  }

  private static func twoForms(_ id: String, _ whole: URL, _ channel: URL) -> VolumeFileError {
    VolumeFileError(
      .badData,
      """
      case \(id) is there both as one file and as \(channel.lastPathComponent); remove one of them
      """,
      url: whole)
  }
}
