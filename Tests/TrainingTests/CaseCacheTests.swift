import Augmentation
import Files
import Foundation
import Preprocessing
import TestSupport
import Testing
import Training
import VolumeFiles
import Volumes

struct CaseCacheTests {
  private func cache(_ store: any CaseStore, memory: Int, seed: UInt64 = 1, in folder: URL) throws
    -> (cache: CaseCache, notes: [String])
  {
    let loading = try CaseLoading(store)
    let fingerprint = try loading.survey { _ in }.fingerprint
    var notes: [String] = []
    let cache = try CaseCache(
      loading, ids: loading.ids,
      preprocessing: PreprocessingConfiguration(
        targetSpacing: Spacing(1, 1, 1), normalizations: [.zScore(masked: false)]),
      fingerprint: fingerprint, seed: seed, memory: memory,
      folder: folder.appendingPathComponent("cache"), threads: 1, note: { notes.append($0) })
    return (cache, notes)
  }

  private func sampler(_ cases: [PreparedCase]) -> PatchSampler {
    var configuration = AugmentationConfiguration.nnUNet
    configuration.rotationProbability = 0.8
    return PatchSampler(
      cases: cases, patch: Extent(8, 10, 8), batch: 3, foregroundFraction: 0.33,
      augmenter: Augmenter(configuration, patch: Extent(8, 10, 8)), seed: 4)
  }

  @Test func patchesFromFilesEqualThoseFromMemoryAndTheFolderGoes() throws {
    try withTemporaryFolder { folder in
      let store = try BallFolder.make(folder, cases: 4)
      let memory = try cache(store, memory: 1 << 30, in: folder).cache
      #expect(memory.folder == nil)
      let place = folder.appendingPathComponent("cache")
      do {
        let (files, notes) = try cache(store, memory: 1000, in: folder)
        #expect(files.folder == place && notes.count == 1)
        #expect(files.cases.map(\.id) == memory.cases.map(\.id))
        let (a, b) = (sampler(memory.cases), sampler(files.cases))
        for step in 0..<10 {
          for index in 0..<3 {
            #expect(try a.place(step: step, index: index) == b.place(step: step, index: index))
            let (first, second) = try (
              a.sample(step: step, index: index), b.sample(step: step, index: index)
            )
            #expect(first.image == second.image && first.labels == second.labels)
          }
        }
        for (a, b) in zip(memory.cases, files.cases) {
          let (x, y) = try (
            a.withVoxels { (Array($0), Array($1)) }, b.withVoxels { (Array($0), Array($1)) }
          )
          #expect(x.0 == y.0 && x.1 == y.1)
        }
      }
      #expect(!FileManager.default.fileExists(atPath: place.path))
    }
  }

  @Test func aKeptFolderServesTheSameTrainingAlone() throws {
    try withTemporaryFolder { folder in
      let store = try BallFolder.make(folder, cases: 3)
      let place = folder.appendingPathComponent("cache")
      func date() throws -> Date? {
        try FileManager.default.attributesOfItem(
          atPath: place.appendingPathComponent("0.voxels").path)[.modificationDate] as? Date
      }
      try cache(store, memory: 0, in: folder).cache.keep()
      let written = try #require(try date())
      let again = try cache(store, memory: 0, in: folder)
      #expect(again.notes.first?.contains("used again") == true)
      again.cache.keep()
      #expect(try date() == written)
      // Another seed chooses other places.
      let other = try cache(store, memory: 0, seed: 2, in: folder)
      #expect(other.notes.first?.contains("used again") == false)
      other.cache.keep()
      #expect(try date() != written)
      // A file that lost its end.
      let handle = try FileHandle(forWritingTo: place.appendingPathComponent("1.voxels"))
      try handle.truncate(atOffset: 100)
      try handle.close()
      let mended = try cache(store, memory: 0, seed: 2, in: folder)
      #expect(mended.notes.first?.contains("used again") == false)
      #expect(
        try mended.cache.cases[1].withVoxels { image, _ in image.count } == BallFolder.extent.count)
      // In memory there is no use for what was left.
      mended.cache.keep()
      #expect(try cache(store, memory: 1 << 30, in: folder).cache.folder == nil)
      #expect(!FileManager.default.fileExists(atPath: place.path))
    }
  }

  @Test func aFolderOfANewerFormatIsPreparedAgain() throws {
    try withTemporaryFolder { folder in
      let store = try BallFolder.make(folder, cases: 2)
      try cache(store, memory: 0, in: folder).cache.keep()
      let manifest = folder.appendingPathComponent("cache/manifest.json")
      let written = try JSONDocument(contentsOf: manifest)
      // Folders of before versions are of the first.
      for (document, isUsed) in [
        (written.removing("version"), true), (written.setting("version", to: 99), false),
      ] {
        try document.write(to: manifest)
        let again = try cache(store, memory: 0, in: folder)
        #expect(again.notes.first?.contains("used again") == isUsed)
        again.cache.keep()
      }
    }
  }

  @Test func filesThatVanishAreNamed() throws {
    try withTemporaryFolder { folder in
      let store = try BallFolder.make(folder, cases: 2)
      let files = try cache(store, memory: 0, in: folder).cache
      try FileManager.default.removeItem(
        at: folder.appendingPathComponent("cache/0.voxels"))
      let error = #expect(throws: TrainingError.self) {
        try files.cases[0].withVoxels { _, _ in }
      }
      #expect(error?.kind == .inputOutput && error?.description.contains("0.voxels") == true)
    }
  }

  @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
    try withTemporaryFolder { folder in
      let store = try BallFolder.make(folder, cases: 2)
      // A file where the folder's own parent would be.
      let blocked = folder.appendingPathComponent("blocked")
      try Data().write(to: blocked)
      let error = #expect(throws: FileError.self) { try cache(store, memory: 0, in: blocked) }
      #expect(error?.path.contains("blocked") == true)
    }
  }
}
