import CEngineKernels
import CKernelSupport
import COneDNN
public import ComputeGraph
import Foundation

/// Runs a plan: owns its memory and the parameters.
///
/// No allocation after it has been made.
public final class Executor {
  public let plan: Plan
  let places: Places
  private var steps: [(kind: String, operations: Double, run: Step)] = []
  private var refreshments: [BoundPrimitive] = []
  private var scratches: [AlignedMemory] = []

  /// Takes the memory that the plan asks for and ties every operation to it.
  ///
  /// Parameters are zero until they are loaded.
  public init(_ plan: Plan) throws {
    self.plan = plan
    places = try Places(plan)
    for (index, operation) in plan.lowered {
      let binding = Binding(
        plan: plan, node: plan.graph.nodes[index], index: index,
        scratch: places.arena.pointer + (plan.arena.scratchOffsets[index] ?? 0), places: places)
      steps.append(
        (operation.kind, operation.floatingPointOperations, try operation.bind(binding)))
    }
    let primitives = Primitives(engine: plan.engine)
    for copy in plan.copies {
      guard let piece = plan.layouts[copy.parameter.node]?.pieces[copy.piece] else { continue }
      let reorder = try primitives.reorder(from: piece.description, to: copy.description)
      let scratch = try AlignedMemory(byteCount: reorder.scratchByteCount)
      scratches.append(scratch)
      refreshments.append(
        try reorder.bind(
          [
            (DNNL_ARG_SRC_0, piece.description, places.weights.pointer + piece.offset * 4),
            (DNNL_ARG_DST_0, copy.description, places.copies.pointer + copy.offset),
          ], scratch: scratch.pointer))
    }
  }

  /// Runs every operation once.
  public func run() throws {
    seg_set_threads(Int32(plan.threads))
    for step in steps { try step.run() }
  }

  /// Runs every operation once and adds its seconds to `profile` by kind.
  public func run(into profile: inout [String: (seconds: Double, operations: Double)]) throws {
    seg_set_threads(Int32(plan.threads))
    for step in steps {
      let start = DispatchTime.now().uptimeNanoseconds
      try step.run()
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
      let old = profile[step.kind] ?? (0, 0)
      profile[step.kind] = (old.seconds + seconds, old.operations + step.operations)
    }
  }

  /// Remakes the copies of weights in the layouts that convolutions want.
  ///
  /// Call when parameters have changed.
  public func refreshWeights() throws {
    seg_set_threads(Int32(plan.threads))
    for refreshment in refreshments { try refreshment.run() }
  }

  /// Copies an image batch in: float32, [N, C, D, H, W] in C order.
  /// - Precondition: the count fits the input's shape.
  public func setInput(_ value: Graph.Value, _ voxels: UnsafeBufferPointer<Float>) {
    let shape = plan.graph.shape(of: value)
    precondition(voxels.count == shape.count, "input of \(shape) got \(voxels.count) values")
    guard let source = voxels.baseAddress else { return }
    let format = Format(of: value, in: plan.graph, precision: plan.precision)
    let place = places.pointer(value)
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
  public func setLabels(_ value: Graph.Value, _ labels: UnsafeBufferPointer<UInt8>) {
    guard case .labels(let shape) = plan.graph.type(of: value), let source = labels.baseAddress
    else { preconditionFailure("value \(value) holds no labels") }
    precondition(
      labels.count == shape.batch * shape.voxels, "labels of \(shape) got \(labels.count) values")
    memcpy(places.pointer(value), source, labels.count)
  }

  /// Copies one factor for each sample in.
  /// - Precondition: the value holds as many factors.
  public func setFactors(_ value: Graph.Value, _ factors: [Float]) {
    guard case .factors(let batch) = plan.graph.type(of: value) else {
      preconditionFailure("value \(value) holds no factors")
    }
    precondition(factors.count == batch, "\(batch) samples got \(factors.count) factors")
    places.pointer(value).assumingMemoryBound(to: Float.self).update(from: factors, count: batch)
  }

  /// The value of a loss after a run.
  public func scalar(_ value: Graph.Value) -> Float {
    places.pointer(value).assumingMemoryBound(to: Float.self).pointee
  }

  /// Copies a feature map that is an output of the plan out: float32, [N, C, D, H, W] in C order.
  /// - Precondition: the count fits the map's shape.
  public func read(_ value: Graph.Value, into result: UnsafeMutableBufferPointer<Float>) {
    let shape = plan.graph.shape(of: value)
    precondition(result.count == shape.count, "output of \(shape) needs \(shape.count) values")
    let format = Format(of: value, in: plan.graph, precision: plan.precision)
    seg_unpack(
      format.kernelFormat, places.pointer(value), result.baseAddress, Int64(shape.batch),
      Int64(shape.channels), Int64(shape.voxels), Int32(plan.threads))
  }
}
