import Networks
import Pipelines
import Planning
import Preprocessing
import Testing
import Volumes

struct TrainingPlanTests {
  private func fingerprint(_ extent: Extent, _ spacing: Spacing) -> DatasetFingerprint {
    var accumulator = FingerprintAccumulator(channels: 1, classes: 3)
    let geometry = Geometry(extent: extent, spacing: spacing)
    let voxels = [Float](repeating: 1, count: extent.count)
    accumulator.add(
      Volume(geometry: geometry, channels: 1, voxels: voxels),
      labels: LabelMap(geometry: geometry, voxels: [UInt16](repeating: 1, count: extent.count)))
    return accumulator.finish()
  }

  @Test func smallVolumesAreTakenWhole() throws {
    let plan = try TrainingPlan(
      PipelineConfiguration(), fingerprint: fingerprint(Extent(32, 46, 31), Spacing(1, 1, 1)),
      channels: ["MRI"], classes: 3)
    #expect(plan.patch == Extent(32, 48, 32))
    #expect(plan.network.features == [16, 32, 64, 128])
    #expect(plan.network.strides == [[1, 1, 1], [2, 2, 2], [2, 2, 2], [2, 2, 2]])
    #expect(plan.network.encoderBlocks == [1, 2, 2, 2] && plan.batch == 2)
    #expect(plan.network.problem == nil)
    #expect(plan.pipeline.loss.batchDice == false)
  }

  @Test func coarseAxesAreNotHalvedAtFirst() throws {
    let plan = try TrainingPlan(
      PipelineConfiguration(), fingerprint: fingerprint(Extent(20, 96, 96), Spacing(5, 1, 1)),
      channels: ["MRI"], classes: 3)
    #expect(plan.network.kernels[0] == [1, 3, 3])
    #expect(plan.network.strides[1] == [1, 2, 2] && plan.network.strides[2] == [1, 2, 2])
    #expect(plan.network.kernels.last == [3, 3, 3])
    let divisor = plan.network.divisor
    #expect((0..<3).allSatisfy { plan.patch[$0] % divisor[$0] == 0 })
  }

  @Test func largeVolumesAreCutToTheBudget() throws {
    let pipeline = PipelineConfiguration()
    let plan = try TrainingPlan(
      pipeline, fingerprint: fingerprint(Extent(120, 160, 160), Spacing(1, 1, 1)),
      channels: ["CT"], classes: 3)
    #expect(plan.patch.count <= pipeline.network.mostPatchVoxels && plan.batch == 2)
    #expect(plan.patch.count > pipeline.network.mostPatchVoxels / 2)
    #expect(plan.pipeline.loss.batchDice == true)
  }

  @Test(arguments: [
    (98304, Extent(40, 56, 40)), (49152, Extent(32, 48, 32)), (512, Extent(8, 10, 6)),
  ])
  func patchesKeepTheShapeOfTheVolumes(_ most: Int, _ patch: Extent) throws {
    var pipeline = PipelineConfiguration()
    pipeline.network.mostPatchVoxels = most
    let plan = try TrainingPlan(
      pipeline, fingerprint: fingerprint(Extent(36, 50, 35), Spacing(1, 1, 1)),
      channels: ["MRI"], classes: 3)
    #expect(plan.patch == patch)
  }

  @Test(arguments: [
    (Extent(36, 50, 35), Extent(40, 56, 40)), (Extent(60, 80, 60), Extent(32, 48, 32)),
  ])
  func volumesThatFitAreTakenWhole(_ volume: Extent, _ patch: Extent) throws {
    var pipeline = PipelineConfiguration()
    pipeline.network.wholePatchVoxels = 98_304
    let plan = try TrainingPlan(
      pipeline, fingerprint: fingerprint(volume, Spacing(1, 1, 1)), channels: ["MRI"], classes: 3)
    #expect(plan.patch == patch)
  }

  @Test func slicesHaveDepthOne() throws {
    var pipeline = PipelineConfiguration()
    pipeline.network.dimensions = 2
    let plan = try TrainingPlan(
      pipeline, fingerprint: fingerprint(Extent(20, 96, 80), Spacing(5, 1, 1)), channels: ["MRI"],
      classes: 3)
    #expect(plan.patch.depth == 1 && plan.network.strides[0] == [1, 1])
    #expect(plan.network.problem == nil)
  }

  @Test func patchesMustFitTheStrides() {
    var pipeline = PipelineConfiguration()
    pipeline.network.patch = [30, 50, 30]
    #expect(throws: PipelineError.self) {
      try TrainingPlan(
        pipeline, fingerprint: fingerprint(Extent(36, 50, 35), Spacing(1, 1, 1)),
        channels: ["MRI"], classes: 3)
    }
  }
}
