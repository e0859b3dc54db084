import ComputeEngine
import ComputeGraph
import Foundation

extension Executor {
  /// Sets an image batch whose voxels all differ.
  /// - Returns: The voxels, [N, C, D, H, W] in C order.
  @discardableResult
  func setWave(_ image: Graph.Value) -> [Float] {
    let voxels = (0..<plan.graph.shape(of: image).count).map {
      Float(sin(Double($0) * 12.9898) * 1.7)
    }
    voxels.withUnsafeBufferPointer { setInput(image, $0) }
    return voxels
  }

  /// The values of an output after a run, [N, C, D, H, W] in C order.
  func values(of output: Graph.Value) -> [Float] {
    var values = [Float](repeating: 0, count: plan.graph.shape(of: output).count)
    values.withUnsafeMutableBufferPointer { read(output, into: $0) }
    return values
  }
}
