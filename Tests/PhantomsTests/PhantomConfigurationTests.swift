import Files
import Labels
import Phantoms
import Testing
import Volumes

@Suite struct PhantomConfigurationTests {
  static func make(_ configuration: PhantomConfiguration, case index: Int) throws
    -> (image: Volume, labels: LabelMap)
  {
    switch configuration.kind {
    case .brain: try BrainPhantom(configuration).make(case: index)
    case .abdomen: try AbdomenPhantom(configuration).make(case: index)
    }
  }

  @Test(arguments: PhantomKind.allCases) func threadsDoNotChangeAVoxel(_ kind: PhantomKind) throws {
    var configuration = PhantomConfiguration(kind: kind, extent: Extent(19, 40, 37), seed: 3)
    let one = try Self.make(configuration, case: 4)
    for threads in [2, 3, 8] {
      configuration.threads = threads
      let many = try Self.make(configuration, case: 4)
      #expect(many.image.voxels == one.image.voxels)
      #expect(many.labels.voxels == one.labels.voxels)
      #expect(many.image.geometry == one.image.geometry)
    }
  }

  @Test(arguments: PhantomKind.allCases) func seedAndIndexChooseThePatient(_ kind: PhantomKind)
    throws
  {
    var configuration = PhantomConfiguration(kind: kind, extent: Extent(16, 24, 24), seed: 3)
    let first = try Self.make(configuration, case: 0)
    #expect(try Self.make(configuration, case: 0).labels.voxels == first.labels.voxels)
    #expect(try Self.make(configuration, case: 1).labels.voxels != first.labels.voxels)
    configuration.seed = 4
    #expect(try Self.make(configuration, case: 0).labels.voxels != first.labels.voxels)
  }

  @Test(arguments: PhantomKind.allCases)
  func aSizeChangesTheVoxelsAndNotThePatient(_ kind: PhantomKind) throws {
    let coarse = PhantomConfiguration(kind: kind, seed: 5)
    var fine = coarse
    fine.extent = Extent(
      coarse.extent.depth * 2, coarse.extent.height * 2, coarse.extent.width * 2)
    let a = try Self.make(coarse, case: 1).labels.millilitres
    let b = try Self.make(fine, case: 1).labels.millilitres
    try #require(a.count == b.count)
    let large = (1..<a.count).filter { b[$0] > 60 }
    #expect(large.count >= 3)
    for label in large {
      #expect(abs(a[label] / b[label] - 1) < 0.12, "label \(label): \(a[label]) and \(b[label]) ml")
    }
  }

  @Test(
    arguments: PhantomKind.allCases,
    [Extent(1, 1, 1), Extent(1, 64, 64), Extent(3, 5, 7), Extent(17, 1, 33), Extent(2, 2, 300)])
  func anySizeIsMade(_ kind: PhantomKind, _ extent: Extent) throws {
    let made = try Self.make(PhantomConfiguration(kind: kind, extent: extent), case: 0)
    #expect(made.image.extent == extent)
    #expect(made.labels.voxels.count == extent.count)
    #expect(made.image.voxels.allSatisfy { $0.isFinite })
    #expect(made.labels.spacing.axes.allSatisfy { $0 > 0 && $0 < 10 })
    #expect(made.labels.voxels.allSatisfy { Int($0) < kind.labels.count })
  }

  @Test func aSliceOfTheMiddleShowsLabels() throws {
    for kind in PhantomKind.allCases {
      let extent = Extent(1, 64, 64)
      let labels = try Self.make(PhantomConfiguration(kind: kind, extent: extent), case: 0).labels
      #expect(labels.histogram().filter { $0 > 0 }.count >= 3)
    }
  }

  @Test(
    arguments: [
      Extent(0, 4, 4), Extent(4, -1, 4), Extent(4, 4, 1025), Extent(1024, 1024, 1024),
      Extent(.max, .max, .max),
    ])
  func impossibleSizesAreRefused(_ extent: Extent) throws {
    let error = #expect(throws: PhantomError.self) {
      _ = try BrainPhantom(PhantomConfiguration(kind: .brain, extent: extent))
    }
    #expect(error?.kind == .usage)
    #expect(error?.description.contains("\(extent)") == true)
  }

  @Test func impossibleChannelsAndThreadsAreRefused() {
    #expect(throws: PhantomError.self) {
      try BrainPhantom(PhantomConfiguration(kind: .brain, channels: 3))
    }
    #expect(throws: PhantomError.self) {
      try AbdomenPhantom(PhantomConfiguration(kind: .abdomen, channels: 2))
    }
    #expect(throws: PhantomError.self) {
      try AbdomenPhantom(PhantomConfiguration(kind: .abdomen, threads: 0))
    }
  }
}
