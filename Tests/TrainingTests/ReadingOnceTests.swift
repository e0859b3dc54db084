import ComputeEngine
import Foundation
import OneDNNBackend
import Pipelines
import Synchronization
import TestSupport
import Testing
import Training
import VolumeFiles
import Volumes

/// How often cases are read from the disk.
@Suite(.serialized)
struct ReadingOnceTests {
  /// A folder that counts how often each of its cases is read.
  private final class CountingFolder: CaseStore {
    private let folder: DatasetFolder
    private let reads = Mutex<[String: Int]>([:])

    init(_ folder: DatasetFolder) { self.folder = folder }

    var location: URL { folder.location }
    var description: DatasetDescription { folder.description }
    var caseIDs: [String] { folder.caseIDs }
    func hasLabels(_ id: String) -> Bool { folder.hasLabels(id) }
    func readGeometry(_ id: String) throws -> Geometry { try folder.readGeometry(id) }

    func readCase(_ id: String) throws -> CaseData {
      reads.withLock { $0[id, default: 0] += 1 }
      return try folder.readCase(id)
    }

    /// Since the last call.
    func takeCounts() -> [Int] {
      reads.withLock { reads in
        defer { reads = [:] }
        return caseIDs.map { reads[$0, default: 0] }
      }
    }
  }

  private func options(cacheMemory: Int?, epochs: Int, resumes: Bool = false) -> TrainingOptions {
    var pipeline = PipelineConfiguration()
    pipeline.network.features = [8, 16]
    pipeline.network.encoderBlocks = [1]
    pipeline.network.patch = [16, 16, 16]
    pipeline.training.stepsPerEpoch = 2
    return TrainingOptions(
      pipeline: pipeline, length: .epochs(epochs), precision: .float32, threads: 1, seed: 3,
      resumes: resumes, cacheMemory: cacheMemory)
  }

  /// Cases of 16 x 18 x 20 voxels take 34560 bytes read and 28800 prepared, six of them 207360 and 172800.
  @Test(arguments: [(nil, 1), (420_000, 1), (400_000, 2), (1000, 2)] as [(Int?, Int)])
  func casesAreReadOnceWhereTheyFit(_ memory: Int?, _ reads: Int) throws {
    try withTemporaryFolder { folder in
      try BallDataset.write(to: folder)
      let store = CountingFolder(
        try DatasetFolder(
          images: folder.appendingPathComponent("images"),
          labels: folder.appendingPathComponent("labels")))
      let run = folder.appendingPathComponent("run")
      func train(epochs: Int, resumes: Bool = false) throws {
        _ = try Trainer(
          store, folder: RunFolder(run),
          options: options(cacheMemory: memory, epochs: epochs, resumes: resumes),
          backend: OneDNN(), stop: StopSignal(), report: { _ in }
        ).run()
      }
      try train(epochs: 1)
      #expect(store.takeCounts() == [Int](repeating: reads, count: 6))
      // What the run is planned from is in its folder.
      try train(epochs: 2, resumes: true)
      #expect(store.takeCounts() == [Int](repeating: 1, count: 6))

      // And once more for the one that is predicted.
      let report = try SmokeTest(
        store, options: options(cacheMemory: memory, epochs: 1), backend: OneDNN()
      ).run { _, _ in }
      #expect(report.problems.isEmpty && report.soundCases == 6)
      #expect(store.takeCounts() == [reads + 1] + [Int](repeating: reads, count: 5))
    }
  }
}
