import CEngineKernels
import CKernelSupport
import COneDNN
package import ComputeEngine
package import ComputeGraph
import Foundation

/// Runs a plan: owns its memory and the parameters.
///
/// No allocation after it has been made.
package final class OneDNNExecutor {
  package let plan: OneDNNPlan
  let memory: ExecutorMemory
  /// What runs each of the plan's steps.
  let steps: [Step]
  private var refreshments: [BoundPrimitive] = []
  private var scratches: [AlignedMemory] = []

  /// Takes the memory that the plan asks for and ties every operation to it.
  package init(_ plan: OneDNNPlan) throws(EngineError) {
    self.plan = plan
    let memory = try ExecutorMemory(plan.memory)
    self.memory = memory
    steps = try plan.steps.mapWithEngineError { step throws(EngineError) in
      try step.operation.bind(
        Binding(node: plan.graph.nodes[step.node], index: step.node, memory: memory))
    }
    let primitives = Primitives(engine: plan.engine)
    for copy in plan.memory.weightCopies {
      guard let segment = plan.memory.layouts[copy.parameter.node]?.segments[copy.segment] else {
        continue
      }
      let reorder = try primitives.reorder(from: segment.description, to: copy.description)
      let scratch = try AlignedMemory(byteCount: reorder.scratchByteCount)
      scratches.append(scratch)
      refreshments.append(
        try reorder.bind(
          [
            (DNNL_ARG_SRC_0, segment.description, memory.weights.pointer + segment.offset * 4),
            (DNNL_ARG_DST_0, copy.description, memory.copies.pointer + copy.offset),
          ], scratch: scratch.pointer))
    }
  }

  package func run() throws {
    seg_set_threads(Int32(plan.threads))
    for step in steps { try step() }
  }

  package func run(into profile: inout [String: OperationProfile]) throws {
    seg_set_threads(Int32(plan.threads))
    for (planned, step) in zip(plan.steps, steps) {
      let start = DispatchTime.now().uptimeNanoseconds
      try step()
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
      let name = plan.graph.nodes[planned.node].operation.definition.name
      profile[name, default: OperationProfile()].seconds += seconds
      profile[name, default: OperationProfile()].floatingPointOperations +=
        plan.graph.floatingPointOperations(of: planned.node)
    }
  }

  /// Makes the copies of weights again in the layouts that convolutions take.
  ///
  /// Call when parameters have changed.
  func refreshWeights() throws {
    seg_set_threads(Int32(plan.threads))
    for refreshment in refreshments { try refreshment.run() }
  }

  /// Copies an image batch in: float32, [N, C, D, H, W] in C order.
  /// - Precondition: the count fits the input's shape.
  package func setInput(_ value: Graph.Value, _ voxels: UnsafeBufferPointer<Float>) {
    let shape = plan.graph.shape(of: value)
    precondition(voxels.count == shape.count, "input of \(shape) got \(voxels.count) values")
    guard let source = voxels.baseAddress else { return }
    let format = plan.formats[value]
    let place = memory.pointer(value)
    let threads = Int32(plan.threads)
    if format.isBlocked {
      seg_pack(
        format.kernelFormat, source, place, Int64(shape.batch), Int64(shape.channels),
        Int64(shape.voxels), threads)
    } else if format.type == .bfloat16 {
      seg_round_to_bf16(
        source, place.assumingMemoryBound(to: UInt16.self), Int64(shape.count), threads)
    } else {
      memcpy(place, source, shape.count * 4)
    }
  }

  /// Copies class indices in: one byte a voxel, [N, D, H, W] in C order.
  /// - Precondition: the count fits the labels' shape.
  package func setLabels(_ value: Graph.Value, _ labels: UnsafeBufferPointer<UInt8>) {
    guard case .labels(let shape) = plan.graph.type(of: value), let source = labels.baseAddress
    else { preconditionFailure("value \(value) holds no labels") }
    precondition(
      labels.count == shape.batch * shape.voxels, "labels of \(shape) got \(labels.count) values")
    memcpy(memory.pointer(value), source, labels.count)
  }

  /// Copies one factor for each sample in.
  /// - Precondition: the value holds as many factors.
  package func setFactors(_ value: Graph.Value, _ factors: [Float]) {
    guard case .factors(let batch) = plan.graph.type(of: value) else {
      preconditionFailure("value \(value) holds no factors")
    }
    precondition(factors.count == batch, "\(batch) samples got \(factors.count) factors")
    memory.pointer(value).assumingMemoryBound(to: Float.self).update(from: factors, count: batch)
  }

  /// The value of a loss after a run.
  package func scalar(_ value: Graph.Value) -> Float {
    memory.pointer(value).assumingMemoryBound(to: Float.self).pointee
  }

  /// Copies a feature map that is an output of the plan out: float32, [N, C, D, H, W] in C order.
  /// - Precondition: the count fits the map's shape.
  package func read(_ value: Graph.Value, into result: UnsafeMutableBufferPointer<Float>) {
    let shape = plan.graph.shape(of: value)
    precondition(result.count == shape.count, "output of \(shape) needs \(shape.count) values")
    let format = plan.formats[value]
    seg_unpack(
      format.kernelFormat, memory.pointer(value), result.baseAddress, Int64(shape.batch),
      Int64(shape.channels), Int64(shape.voxels), Int32(plan.threads))
  }
}
