import Foundation
public import Testing

/// Expects a text to be the one that was recorded in the folder `Snapshots` beside the test's file.
///
/// Where nothing is recorded yet, or with `SEG_RECORD_SNAPSHOTS=1`, the text is recorded and the test fails, so that a person
/// looks at the file before it is committed.
/// - Parameters:
///   - text: What the program wrote. Replace what differs from run to run, such as dates and folders, before.
///   - name: The file's name with its ending, such as "summary.json".
///   - testFile: The file of the test.
public func expectSnapshot(
  of text: String, named name: String, testFile: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let file = URL(fileURLWithPath: testFile).deletingLastPathComponent()
    .appendingPathComponent("Snapshots").appendingPathComponent(name)
  let isRecording = ProcessInfo.processInfo.environment["SEG_RECORD_SNAPSHOTS"] == "1"
  guard !isRecording, let data = try? Data(contentsOf: file) else {
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      Issue.record(
        "recorded \(file.path); look at it, commit it, and test again",
        sourceLocation: sourceLocation)
    } catch {
      Issue.record(error, "\(file.path) cannot be recorded", sourceLocation: sourceLocation)
    }
    return
  }
  let recorded = String(decoding: data, as: UTF8.self)
  guard text != recorded else { return }
  Issue.record(
    """
    differs from \(file.path)\(firstDifference(between: recorded, and: text)); \
    if the change is meant, record it with SEG_RECORD_SNAPSHOTS=1
    """, sourceLocation: sourceLocation)
}

/// The first line in which two different texts differ, in words.
private func firstDifference(between recorded: String, and text: String) -> String {
  let old = recorded.split(separator: "\n", omittingEmptySubsequences: false)
  let new = text.split(separator: "\n", omittingEmptySubsequences: false)
  for number in 0..<max(old.count, new.count) {
    let before = number < old.count ? "\"\(old[number])\"" : "the end"
    let after = number < new.count ? "\"\(new[number])\"" : "the end"
    if before != after { return " in line \(number + 1): was \(before), is \(after)" }
  }
  return ""
}
