import CEngineKernels
import ComputeEngine
import ComputeGraph

extension Lowering {
  func lower(_ loss: SegmentationLoss, _ node: LoweringNode) -> LoweredOperation {
    let (work, shape) = kernel(loss, node)
    let width = 1 + 3 * shape.classes
    let scratch = Int(seg_loss_scratch(work.batch, work.classes, work.voxels))
    return LoweredOperation(
      scratchByteCount: (scratch + shape.batch * width) * 8,
      bind: { [threads] binding throws(EngineError) in
        var work = work
        work.logits = UnsafePointer(binding.vector(0))
        work.labels = UnsafePointer(binding.input(1).assumingMemoryBound(to: UInt8.self))
        work.scratch = binding.scratch.assumingMemoryBound(to: Double.self)
        let sums = UnsafeMutableBufferPointer(
          start: work.scratch + scratch, count: shape.batch * width)
        let result = binding.vectorResult(0)
        let derivatives = UnsafeMutableBufferPointer(
          start: binding.vectorResult(1), count: shape.batch * 2 * shape.classes)
        let bound = work
        return {
          Self.withClassWeights(of: loss, bound) {
            seg_loss_sums($0, sums.baseAddress, Int32(threads))
          }
          result.pointee = Float(
            Self.evaluate(loss, sums: Array(sums), shape, derivatives: derivatives))
        }
      })
  }

  func lower(_ gradient: SegmentationLossGradient, _ node: LoweringNode) -> LoweredOperation {
    let (loss, weight) = (gradient.loss, gradient.weight)
    let (work, shape) = kernel(loss, node)
    let format = node.resultFormat().kernelFormat
    let scratch = shape.batch * 2 * shape.classes
    return LoweredOperation(
      scratchByteCount: scratch * 4,
      bind: { [threads] binding throws(EngineError) in
        var work = work
        work.logits = UnsafePointer(binding.vector(0))
        work.labels = UnsafePointer(binding.input(1).assumingMemoryBound(to: UInt8.self))
        work.voxel_weight =
          weight * (loss.voxel?.weight ?? 0) / Float(shape.batch * shape.voxels)
        let weighted = binding.scratch.assumingMemoryBound(to: Float.self)
        let derivatives = binding.vector(2)
        work.region = UnsafePointer(weighted)
        work.format = format
        work.dlogits = binding.result()
        let bound = work
        return {
          for index in 0..<scratch { weighted[index] = derivatives[index] * weight }
          Self.withClassWeights(of: loss, bound) { seg_loss_gradient($0, Int32(threads)) }
        }
      })
  }

  func lower(_ sum: WeightedSum, _ node: LoweringNode) -> LoweredOperation {
    LoweredOperation(
      bind: { binding throws(EngineError) in
        let terms = zip(sum.weights, node.inputs.indices).map { ($0, binding.vector($1)) }
        let result = binding.vectorResult(0)
        return { result.pointee = terms.reduce(0) { $0 + $1.0 * $1.1.pointee } }
      })
  }

  /// The size of what a loss looks at.
  struct LossShape {
    var batch: Int
    var classes: Int
    var voxels: Int
  }

  private static func withClassWeights(
    of loss: SegmentationLoss, _ work: seg_loss, _ body: (UnsafePointer<seg_loss>) -> Void
  ) {
    var work = work
    let weights = loss.voxel?.classWeights ?? []
    weights.withUnsafeBufferPointer {
      work.class_weights = $0.isEmpty ? nil : $0.baseAddress
      withUnsafePointer(to: work, body)
    }
  }

  private func kernel(_ loss: SegmentationLoss, _ node: LoweringNode) -> (seg_loss, LossShape) {
    precondition(node.format(0) == TensorFormat(type: .float32), "a loss takes logits in float32")
    let shape = node.shape(0)
    let weights = loss.voxel?.classWeights.count ?? 0
    precondition(weights == 0 || weights == shape.channels, "a weight for each class")
    var work = seg_loss()
    work.block = Int64(InstructionSet.current.channelBlock)
    work.batch = Int64(shape.batch)
    work.classes = Int64(shape.channels)
    work.voxels = Int64(shape.voxels)
    work.gamma = loss.voxel?.gamma ?? 0
    work.label_smoothing = loss.voxel?.labelSmoothing ?? 0
    work.squared = loss.region?.kind == .squaredDice ? 1 : 0
    return (
      work, LossShape(batch: shape.batch, classes: shape.channels, voxels: shape.voxels)
    )
  }

  /// The loss from its sums, and the derivatives of its region term by I and P of every sample and class.
  private static func evaluate(
    _ loss: SegmentationLoss, sums: [Double], _ shape: LossShape,
    derivatives: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let width = 1 + 3 * shape.classes
    var value = 0.0
    if let voxel = loss.voxel {
      let total = (0..<shape.batch).reduce(0.0) { $0 + sums[$1 * width] }
      value += Double(voxel.weight) * total / Double(shape.batch * shape.voxels)
    }
    derivatives.update(repeating: 0)
    guard let term = loss.region else { return value }
    let classes = (term.includesBackground ? 0 : 1)..<shape.classes
    let groups = term.isOverBatch ? [Array(0..<shape.batch)] : (0..<shape.batch).map { [$0] }
    let share = Double(term.weight) / Double(groups.count * classes.count)
    for samples in groups {
      for c in classes {
        func sum(_ part: Int) -> Double {
          samples.reduce(0) { $0 + sums[$1 * width + 1 + 3 * c + part] }
        }
        let region = RegionSums(intersection: sum(0), prediction: sum(1), target: sum(2))
        let (score, byIntersection, byPrediction) = region.evaluate(term)
        value += share * score
        for n in samples {
          derivatives[n * 2 * shape.classes + c] = Float(share * byIntersection)
          derivatives[n * 2 * shape.classes + shape.classes + c] = Float(share * byPrediction)
        }
      }
    }
    return value
  }
}
