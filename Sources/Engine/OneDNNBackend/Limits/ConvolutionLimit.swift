import CKernelSupport
import COneDNN
import ComputeEngine
import ComputeGraph
import Foundation

/// What the convolutions of a plan take alone in oneDNN, in the layouts that oneDNN likes best: the limit that a whole network can come near to.
///
/// Every convolution forward, and every gradient by data and by weights, is run once a pass, also where the plan
/// computes it twice to save memory. A convolution over a concatenation counts as one over all
/// its channels; a transposed convolution as the 1x1x1 convolution that it is. Channel counts are padded to 16 but for images of up to three channels,
/// since oneDNN falls back to its reference code for others. Inputs come from memory that the pass does not write.
final class ConvolutionLimit: PassLimit {
  private let threads: Int
  private let primitives: [BoundPrimitive]
  private let memory: [AlignedMemory]

  /// - Throws: ``EngineError`` where oneDNN cannot do a convolution or memory is short.
  init(_ plan: OneDNNPlan) throws(EngineError) {
    threads = plan.threads
    seg_set_threads(Int32(threads))
    let factory = Primitives(engine: plan.engine)
    var works: [ConvolutionWork] = []
    for step in plan.steps where !plan.repeated.contains(step.node) {
      let node = LoweringNode(plan.graph, step.node, plan.formats)
      works += try ConvolutionWork.list(node, plan.precision, factory)
    }

    // Each place is as large as any primitive needs.
    var sizes = [Int](repeating: 0, count: ConvolutionWork.Place.allCases.count)
    func enlarge(_ place: ConvolutionWork.Place, to byteCount: Int) {
      sizes[place.rawValue] = max(sizes[place.rawValue], byteCount)
    }
    let arguments = try works.mapWithEngineError { work throws(EngineError) in
      let arguments = try work.arguments()
      for (_, place, description) in arguments { enlarge(place, to: description.byteCount) }
      enlarge(.scratch, to: work.primitive.scratchByteCount)
      return arguments
    }
    let memory = try sizes.mapWithEngineError { size throws(EngineError) in
      try AlignedMemory(byteCount: size)
    }
    // 0.0078 in bfloat16 and, twice, in float32: neither zero nor denormal.
    for place in memory {
      let words = place.byteCount / 4
      place.pointer.initializeMemory(as: UInt32.self, repeating: 0x3c00_3c00, count: words)
    }
    primitives = try zip(works, arguments).map { $0 }.mapWithEngineError {
      work, arguments throws(EngineError) in
      try work.primitive.bind(
        arguments.map { ($0.number, $0.2, memory[$0.place.rawValue].pointer) },
        scratch: memory[ConvolutionWork.Place.scratch.rawValue].pointer)
    }
    self.memory = memory
  }

  func seconds() throws -> Double {
    seg_set_threads(Int32(threads))
    let start = DispatchTime.now().uptimeNanoseconds
    for primitive in primitives { try primitive.run() }
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }
}
