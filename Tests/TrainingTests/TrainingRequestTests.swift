import ComputeEngine
import Files
import Foundation
import Pipelines
import Planning
import TestSupport
import Testing
import Training

/// Which networks are trained where the time, folds or a pipeline are given, and where nothing is.
struct TrainingRequestTests {
  private static let seconds: [Double?] = [
    nil, 0, 60, 149.99, 150, 300, 499.99, 500, 539.99, 540, 750, 1499.99, 1500, 1620, 1800, 2499.99,
    2500, 3600, 72_000,
  ]

  private func options(_ pipeline: PipelineConfiguration, _ length: TrainingOptions.Length)
    -> TrainingOptions
  {
    TrainingOptions(pipeline: pipeline, length: length, precision: .float32, threads: 1, seed: 1)
  }

  @Test func networksAreThoseRecorded() throws {
    var lines: [String] = []
    for seconds in Self.seconds {
      for choice in ["", "--fold all", "--fold 0", "--pipeline default"] {
        var request = TrainingRequest(relativeSpeed: 1)
        request.length = seconds.map { .seconds($0) }
        request.folds = choice == "--fold all" ? .all : choice == "--fold 0" ? .numbers([0]) : nil
        request.allowsEnsemble = choice != "--pipeline default"
        var time: ReferenceSeconds?
        let assignment = try request.assignment {
          time = $1
          let pipeline = PipelineConfiguration()
          return options(
            choice == "--pipeline default"
              ? pipeline
              : pipeline.suited(
                to: DatasetTraits(caseCount: 160, labelNames: ["tumour"]), networkTime: time), $0)
        }
        let network = assignment.options.pipeline.network
        lines.append(
          "\(seconds.map { "\($0)" } ?? "default") s \(choice): \(assignment.members.count) networks of \(time?.value ?? -1) s, \(network.firstFeatures) channels, \(network.mostPatchVoxels) and \(network.wholePatchVoxels) voxels"
        )
      }
    }
    let recorded = Self.recorded.split(separator: "\n").map(String.init)
    #expect(lines.count == recorded.count)
    for (line, old) in zip(lines, recorded) { #expect(line == old) }
  }

  /// A core without AVX-512 has the networks of a shorter training.
  @Test func slowProcessorsHaveLessTime() throws {
    func count(_ speed: Double) throws -> Int {
      var request = TrainingRequest(relativeSpeed: speed)
      request.length = .seconds(1200)
      return try request.assignment { length, _ in options(PipelineConfiguration(), length) }
        .members.count
    }
    #expect(try count(1) == 3 && count(0.45) == 3 && count(0.3) == 1)
  }

  @Test func epochsAreOneNetworkWithoutATime() throws {
    var request = TrainingRequest(relativeSpeed: 1)
    request.length = .epochs(100_000)
    let assignment = try request.assignment { length, time in
      #expect(time == nil)
      return options(PipelineConfiguration(), length)
    }
    #expect(assignment.members == [FoldsRecord.Member(number: 0, fold: .tenth(0))])
    #expect(assignment.options.fold == .tenth(0) && assignment.options.length == .epochs(100_000))
  }

  @Test(
    arguments: [
      ("0", .numbers([0])), ("0, 3", .numbers([0, 3])), ("all", .all), ("none", FoldSelection.none),
      ("", nil), ("1,1", nil), ("-1", nil), ("100", nil), ("a", nil), ("1,", .numbers([1])),
    ] as [(String, FoldSelection?)])
  func foldsAreReadAsTheyAreWritten(_ text: String, _ expected: FoldSelection?) {
    #expect(FoldSelection(text) == expected)
  }

  @Test func splitsOfAFileAreChosenByNumber() throws {
    try withTemporaryFolder { folder in
      let splits = (0..<3).map { Split(training: ["a\($0)"], validation: ["b\($0)"]) }
      let file = folder.appendingPathComponent("splits.json")
      try JSONEncoder().encode(splits).write(to: file)
      func members(_ folds: FoldSelection?) throws -> [FoldsRecord.Member] {
        var request = TrainingRequest(relativeSpeed: 1)
        request.length = .seconds(3600)
        request.split = file
        request.folds = folds
        return try request.assignment { length, _ in options(PipelineConfiguration(), length) }
          .members
      }
      #expect(try members(nil) == [FoldsRecord.Member(number: 0, fold: .split(splits[0]))])
      #expect(try members(.all).map(\.number) == [0, 1, 2])
      #expect(
        try members(.numbers([2])) == [FoldsRecord.Member(number: 2, fold: .split(splits[2]))])
      for folds: FoldSelection in [.numbers([3]), .none] {
        let error = #expect(throws: TrainingError.self) { try members(folds) }
        #expect(error?.kind == .usage && error?.description.contains("splits.json") == true)
      }
    }
  }

  private static let recorded = """
    default s : 3 networks of 600.0 s, 32 channels, 98304 and 98304 voxels
    default s --fold all: 5 networks of 360.0 s, 16 channels, 49152 and 98304 voxels
    default s --fold 0: 1 networks of 1800.0 s, 32 channels, 98304 and 98304 voxels
    default s --pipeline default: 1 networks of 1800.0 s, 16 channels, 49152 and 49152 voxels
    0.0 s : 1 networks of 0.0 s, 16 channels, 49152 and 49152 voxels
    0.0 s --fold all: 5 networks of 0.0 s, 16 channels, 49152 and 49152 voxels
    0.0 s --fold 0: 1 networks of 0.0 s, 16 channels, 49152 and 49152 voxels
    0.0 s --pipeline default: 1 networks of 0.0 s, 16 channels, 49152 and 49152 voxels
    60.0 s : 1 networks of 60.0 s, 16 channels, 49152 and 49152 voxels
    60.0 s --fold all: 5 networks of 12.0 s, 16 channels, 49152 and 49152 voxels
    60.0 s --fold 0: 1 networks of 60.0 s, 16 channels, 49152 and 49152 voxels
    60.0 s --pipeline default: 1 networks of 60.0 s, 16 channels, 49152 and 49152 voxels
    149.99 s : 1 networks of 149.99 s, 16 channels, 49152 and 49152 voxels
    149.99 s --fold all: 5 networks of 29.998 s, 16 channels, 49152 and 49152 voxels
    149.99 s --fold 0: 1 networks of 149.99 s, 16 channels, 49152 and 49152 voxels
    149.99 s --pipeline default: 1 networks of 149.99 s, 16 channels, 49152 and 49152 voxels
    150.0 s : 1 networks of 150.0 s, 16 channels, 49152 and 98304 voxels
    150.0 s --fold all: 5 networks of 30.0 s, 16 channels, 49152 and 49152 voxels
    150.0 s --fold 0: 1 networks of 150.0 s, 16 channels, 49152 and 98304 voxels
    150.0 s --pipeline default: 1 networks of 150.0 s, 16 channels, 49152 and 49152 voxels
    300.0 s : 1 networks of 300.0 s, 16 channels, 49152 and 98304 voxels
    300.0 s --fold all: 5 networks of 60.0 s, 16 channels, 49152 and 49152 voxels
    300.0 s --fold 0: 1 networks of 300.0 s, 16 channels, 49152 and 98304 voxels
    300.0 s --pipeline default: 1 networks of 300.0 s, 16 channels, 49152 and 49152 voxels
    499.99 s : 1 networks of 499.99 s, 16 channels, 49152 and 98304 voxels
    499.99 s --fold all: 5 networks of 99.998 s, 16 channels, 49152 and 49152 voxels
    499.99 s --fold 0: 1 networks of 499.99 s, 16 channels, 49152 and 98304 voxels
    499.99 s --pipeline default: 1 networks of 499.99 s, 16 channels, 49152 and 49152 voxels
    500.0 s : 1 networks of 500.0 s, 32 channels, 98304 and 98304 voxels
    500.0 s --fold all: 5 networks of 100.0 s, 16 channels, 49152 and 49152 voxels
    500.0 s --fold 0: 1 networks of 500.0 s, 32 channels, 98304 and 98304 voxels
    500.0 s --pipeline default: 1 networks of 500.0 s, 16 channels, 49152 and 49152 voxels
    539.99 s : 1 networks of 539.99 s, 32 channels, 98304 and 98304 voxels
    539.99 s --fold all: 5 networks of 107.998 s, 16 channels, 49152 and 49152 voxels
    539.99 s --fold 0: 1 networks of 539.99 s, 32 channels, 98304 and 98304 voxels
    539.99 s --pipeline default: 1 networks of 539.99 s, 16 channels, 49152 and 49152 voxels
    540.0 s : 3 networks of 180.0 s, 16 channels, 49152 and 98304 voxels
    540.0 s --fold all: 5 networks of 108.0 s, 16 channels, 49152 and 49152 voxels
    540.0 s --fold 0: 1 networks of 540.0 s, 32 channels, 98304 and 98304 voxels
    540.0 s --pipeline default: 1 networks of 540.0 s, 16 channels, 49152 and 49152 voxels
    750.0 s : 3 networks of 250.0 s, 16 channels, 49152 and 98304 voxels
    750.0 s --fold all: 5 networks of 150.0 s, 16 channels, 49152 and 98304 voxels
    750.0 s --fold 0: 1 networks of 750.0 s, 32 channels, 98304 and 98304 voxels
    750.0 s --pipeline default: 1 networks of 750.0 s, 16 channels, 49152 and 49152 voxels
    1499.99 s : 3 networks of 499.99666666666667 s, 16 channels, 49152 and 98304 voxels
    1499.99 s --fold all: 5 networks of 299.998 s, 16 channels, 49152 and 98304 voxels
    1499.99 s --fold 0: 1 networks of 1499.99 s, 32 channels, 98304 and 98304 voxels
    1499.99 s --pipeline default: 1 networks of 1499.99 s, 16 channels, 49152 and 49152 voxels
    1500.0 s : 3 networks of 500.0 s, 32 channels, 98304 and 98304 voxels
    1500.0 s --fold all: 5 networks of 300.0 s, 16 channels, 49152 and 98304 voxels
    1500.0 s --fold 0: 1 networks of 1500.0 s, 32 channels, 98304 and 98304 voxels
    1500.0 s --pipeline default: 1 networks of 1500.0 s, 16 channels, 49152 and 49152 voxels
    1620.0 s : 3 networks of 540.0 s, 32 channels, 98304 and 98304 voxels
    1620.0 s --fold all: 5 networks of 324.0 s, 16 channels, 49152 and 98304 voxels
    1620.0 s --fold 0: 1 networks of 1620.0 s, 32 channels, 98304 and 98304 voxels
    1620.0 s --pipeline default: 1 networks of 1620.0 s, 16 channels, 49152 and 49152 voxels
    1800.0 s : 3 networks of 600.0 s, 32 channels, 98304 and 98304 voxels
    1800.0 s --fold all: 5 networks of 360.0 s, 16 channels, 49152 and 98304 voxels
    1800.0 s --fold 0: 1 networks of 1800.0 s, 32 channels, 98304 and 98304 voxels
    1800.0 s --pipeline default: 1 networks of 1800.0 s, 16 channels, 49152 and 49152 voxels
    2499.99 s : 3 networks of 833.3299999999999 s, 32 channels, 98304 and 98304 voxels
    2499.99 s --fold all: 5 networks of 499.99799999999993 s, 16 channels, 49152 and 98304 voxels
    2499.99 s --fold 0: 1 networks of 2499.99 s, 32 channels, 98304 and 98304 voxels
    2499.99 s --pipeline default: 1 networks of 2499.99 s, 16 channels, 49152 and 49152 voxels
    2500.0 s : 3 networks of 833.3333333333334 s, 32 channels, 98304 and 98304 voxels
    2500.0 s --fold all: 5 networks of 500.0 s, 32 channels, 98304 and 98304 voxels
    2500.0 s --fold 0: 1 networks of 2500.0 s, 32 channels, 98304 and 98304 voxels
    2500.0 s --pipeline default: 1 networks of 2500.0 s, 16 channels, 49152 and 49152 voxels
    3600.0 s : 3 networks of 1200.0 s, 32 channels, 98304 and 98304 voxels
    3600.0 s --fold all: 5 networks of 720.0 s, 32 channels, 98304 and 98304 voxels
    3600.0 s --fold 0: 1 networks of 3600.0 s, 32 channels, 98304 and 98304 voxels
    3600.0 s --pipeline default: 1 networks of 3600.0 s, 16 channels, 49152 and 49152 voxels
    72000.0 s : 3 networks of 24000.0 s, 32 channels, 98304 and 98304 voxels
    72000.0 s --fold all: 5 networks of 14400.0 s, 32 channels, 98304 and 98304 voxels
    72000.0 s --fold 0: 1 networks of 72000.0 s, 32 channels, 98304 and 98304 voxels
    72000.0 s --pipeline default: 1 networks of 72000.0 s, 16 channels, 49152 and 49152 voxels
    """
}
