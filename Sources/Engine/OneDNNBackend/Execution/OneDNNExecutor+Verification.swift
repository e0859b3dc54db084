import ComputeEngine
package import ComputeGraph
import Foundation

extension OneDNNExecutor {
  /// Runs every operation once and compares all intermediates before and after each.
  ///
  /// For tests: it copies the whole arena for every operation.
  /// - Returns: The nodes that have changed something outside their results and their scratch memory.
  package func runFindingStrayWrites() throws -> [Graph.Node] {
    let byteCount = plan.arena.byteCount
    let bytes = memory.arena.pointer
    let before = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    defer { before.deallocate() }
    var strays: [Graph.Node] = []
    for (planned, step) in zip(plan.steps, steps) {
      memcpy(before, bytes, byteCount)
      try step()
      let node = plan.graph.nodes[planned.node]
      var own = [(plan.arena.scratchOffsets[planned.node], planned.operation.scratchByteCount)]
      for result in node.results.indices {
        let value = Graph.Value(node: planned.node, result: result)
        own.append((plan.arena.offsets[value], plan.byteCount(of: value)))
      }
      var places = IndexSet(integersIn: 0..<byteCount)
      for case (let offset?, let size) in own where size > 0 {
        places.remove(integersIn: offset..<(offset + size))
      }
      let isClean = places.rangeView.allSatisfy {
        memcmp(bytes + $0.lowerBound, before + $0.lowerBound, $0.count) == 0
      }
      if !isClean { strays.append(node) }
    }
    return strays
  }
}
