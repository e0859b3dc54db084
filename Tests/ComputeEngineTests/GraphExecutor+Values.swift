import ComputeEngine
import ComputeGraph
import Foundation

extension GraphExecutor {
  /// Sets an image batch whose voxels all differ.
  /// - Returns: The voxels, [N, C, D, H, W] in C order.
  @discardableResult
  func setWave(_ image: Graph.Value, in graph: Graph) -> [Float] {
    let voxels = (0..<graph.shape(of: image).count).map {
      Float(sin(Double($0) * 12.9898) * 1.7)
    }
    voxels.withUnsafeBufferPointer { setInput(image, $0) }
    return voxels
  }

  /// The values of an output after a run, [N, C, D, H, W] in C order.
  func values(of output: Graph.Value, in graph: Graph) -> [Float] {
    var values = [Float](repeating: 0, count: graph.shape(of: output).count)
    values.withUnsafeMutableBufferPointer { read(output, into: $0) }
    return values
  }
}
