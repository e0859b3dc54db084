import CPhantoms
private import Foundation
import Volumes

/// A kind of tissue or material; the case of raw value 0 fills the scene.
protocol Tissue: CaseIterable, RawRepresentable<Int32>, Sendable {}

/// A body: structures painted one over the other, each a set of shapes with layers of tissue.
///
/// A structure's edge is where the signed distance to its shapes is zero; a low-frequency warp
/// bends all of space, so that no two bodies share an outline.
struct Scene<Kind: Tissue> {
  /// A tissue painted from a depth below a structure's surface inwards.
  struct Layer {
    var tissue: Kind
    var depth = 0.0
    var softness = 0.0
    var roughness = 0.0
    var gain = 1.0
    var over: [Kind]? = nil
  }

  private(set) var shapes: [seg_phantom_shape] = []
  private(set) var layers: [seg_phantom_layer] = []
  private(set) var structures: [seg_phantom_structure] = []
  private(set) var tissues = [seg_phantom_tissue](
    repeating: seg_phantom_tissue(), count: Kind.allCases.count)
  private(set) var waves: [seg_phantom_wave] = []
  var warp = seg_phantom_run()
  var roughness = seg_phantom_run()
  var texture = seg_phantom_run()

  /// Sets what a tissue looks like in each channel and which label it has.
  mutating func set(_ tissue: Kind, label: Int, values: [Double], texture: Double = 0) {
    let first = Float(values[0])
    let second = Float(values.count > 1 ? values[1] : 0)
    tissues[Int(tissue.rawValue)] = seg_phantom_tissue(
      value: (first, second), texture: (Float(texture), Float(texture)),
      label: Int32(label))
  }

  /// Paints a structure over what stands so far.
  mutating func paint(_ newShapes: [Shape], _ newLayers: [Layer]) {
    let outermost = newLayers.map { -$0.depth + $0.roughness * 2 + $0.softness }.max() ?? 0
    structures.append(
      seg_phantom_structure(
        shapes: .init(first: Int32(shapes.count), count: Int32(newShapes.count)),
        layers: .init(first: Int32(layers.count), count: Int32(newLayers.count)),
        reach: Float(max(0, outermost) + 14)))
    shapes += newShapes
    layers += newLayers.map { layer in
      let mask = layer.over?.reduce(UInt32(0)) { $0 | 1 << UInt32($1.rawValue) } ?? .max
      return seg_phantom_layer(
        offset: Float(layer.depth), softness: Float(layer.softness),
        roughness: Float(layer.roughness), gain: Float(layer.gain), tissue: layer.tissue.rawValue,
        over: mask)
    }
  }

  mutating func paint(_ shape: Shape, _ tissue: Kind, over: [Kind]? = nil) {
    paint([shape], [Layer(tissue: tissue, over: over)])
  }

  /// Adds waves of random directions and lengths whose sum has the given standard deviation along
  /// each axis.
  mutating func addWaves(
    _ count: Int, wavelength: ClosedRange<Double>, amplitude: Point,
    stretch: Point = Point(1, 1, 1), using generator: inout SeededGenerator
  ) -> seg_phantom_run {
    let first = waves.count
    let share = (2 / Double(count)).squareRoot()
    for _ in 0..<count {
      var direction = Point(generator.normal(), generator.normal(), generator.normal()) / stretch
      direction /= max(direction.length, 1e-6)
      let scale = Point(
        generator.uniform(in: -1.7...1.7), generator.uniform(in: -1.7...1.7),
        generator.uniform(in: -1.7...1.7))
      let isScalar = amplitude.y == 0
      waves.append(
        seg_phantom_wave(
          frequency: (direction / generator.uniform(in: wavelength)).vector,
          phase: Float(generator.uniform()),
          amplitude: (amplitude * share * (isScalar ? Point(1, 1, 1) : scale)).vector))
    }
    return seg_phantom_run(first: Int32(first), count: Int32(count))
  }

  /// Adds a single wave that is zero in a plane through a point.
  mutating func addWave(zeroAt point: Point, facing normal: Point, wavelength: Double)
    -> seg_phantom_run
  {
    let frequency = normal / (normal.length * wavelength)
    waves.append(
      seg_phantom_wave(
        frequency: frequency.vector, phase: Float(-frequency.dot(point)),
        amplitude: Point(1, 0, 0).vector))
    return seg_phantom_run(first: Int32(waves.count - 1), count: 1)
  }

  /// Calls `body` with the scene as the kernel takes it.
  func withKernelScene<Result>(_ body: (inout seg_phantom_scene) -> Result) -> Result {
    shapes.withUnsafeBufferPointer { shapes in
      layers.withUnsafeBufferPointer { layers in
        structures.withUnsafeBufferPointer { structures in
          tissues.withUnsafeBufferPointer { tissues in
            waves.withUnsafeBufferPointer { waves in
              var scene = seg_phantom_scene(
                shapes: shapes.baseAddress, layers: layers.baseAddress,
                structures: structures.baseAddress, structure_count: Int32(structures.count),
                tissues: tissues.baseAddress, waves: waves.baseAddress, warp: warp,
                roughness: roughness, texture: texture)
              return body(&scene)
            }
          }
        }
      }
    }
  }
}
