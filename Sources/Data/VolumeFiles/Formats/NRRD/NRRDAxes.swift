import Foundation

/// Which axes of an NRRD file lie in space and how, and which are its channels.
struct NRRDAxes {
  /// The sizes of all axes, fastest first.
  var sizes: [Int]
  /// The axes of space: two or three, one after the other.
  var spatial: [Int]
  /// The axis of the channels, or `nil` where there is one only.
  var channelAxis: Int?
  var world: WorldAxes
  /// Which fields tell how the axes lie.
  var source: String
  var notes: [String] = []

  var channels: Int { channelAxis.map { sizes[$0] } ?? 1 }
  /// Whether the channels of a voxel lie side by side.
  var isInterleaved: Bool { channelAxis.map { $0 < spatial[0] } ?? false }

  init(_ fields: NRRDFields) throws(VolumeFileError) {
    let url = fields.url
    let dimension = try Self.dimension(fields)
    sizes = try fields.wholeNumbers("sizes", count: dimension) ?? []
    guard sizes.count == dimension else {
      throw .badData(url, "does not say its size: its header lacks the field \"sizes\"")
    }
    let directions = try fields.vectors("spacedirections", count: dimension)
    let kinds = try fields.words("kinds", count: dimension)
    if kinds?.contains(where: { $0.hasPrefix("complex") }) == true {
      throw .badData(
        url, "the voxels are complex numbers; save magnitude or phase as real numbers first")
    }
    spatial = Self.spatialAxes(dimension, directions, kinds)
    let (sizes, spatial) = (sizes, spatial)
    let others = (0..<dimension).filter { !spatial.contains($0) && sizes[$0] != 1 }
    guard others.count <= 1, let first = spatial.first, let last = spatial.last,
      last - first == spatial.count - 1, (2...3).contains(spatial.count)
    else {
      throw .badData(
        url,
        """
        has the size \(sizes.map(String.init).joined(separator: " x ")) with \(spatial.count) axes \
        in space; an image has two or three of them side by side and at most one more, the channels
        """
      )
    }
    channelAxis = others.first
    if let directions {
      (world, notes) = try Self.world(fields, spatial.map { directions[$0] ?? [] })
      source = "space directions"
    } else {
      world = try Self.world(fields, spatial, dimension: dimension)
      source = fields["spacings"] == nil ? "voxel sizes" : "spacings"
    }
  }

  private static func dimension(_ fields: NRRDFields) throws(VolumeFileError) -> Int {
    guard let dimension = try fields.wholeNumbers("dimension", count: 1)?.first else {
      throw .badData(fields.url, "its header lacks the field \"dimension\"; export the file again")
    }
    guard (2...5).contains(dimension) else {
      throw .badData(fields.url, "claims \(dimension) dimensions; an image has 2 to 5")
    }
    return dimension
  }

  private static func spatialAxes(
    _ dimension: Int, _ directions: [[Double]?]?, _ kinds: [String]?
  ) -> [Int] {
    let all = Array(0..<dimension)
    if let directions {
      let found = all.filter { axis in
        // An axis that leads out of three-dimensional space is none of it.
        directions[axis].map { $0.count <= 3 || $0.prefix(3).contains { $0 != 0 } } ?? false
      }
      return found
    }
    let found = all.filter { ["domain", "space", "???", "none"].contains(kinds?[$0] ?? "???") }
    return found.count > 3 ? Array(found.prefix(3)) : found
  }

  /// By space directions and origin.
  ///
  /// A space that is not of the patient counts as LPS, as in ITK.
  private static func world(
    _ fields: NRRDFields, _ steps: [[Double]]
  ) throws(VolumeFileError) -> (WorldAxes, notes: [String]) {
    var notes: [String] = []
    let signs: [Double]
    switch fields["space"]?.lowercased().split(separator: " ").joined(separator: "-") {
    case "right-anterior-superior", "ras", "right-anterior-superior-time", "rast":
      signs = WorldAxes.rightAnteriorSuperior
    case "left-anterior-superior", "las", "left-anterior-superior-time", "last":
      signs = WorldAxes.leftAnteriorSuperior
    case "left-posterior-superior", "lps", "left-posterior-superior-time", "lpst":
      signs = WorldAxes.leftPosteriorSuperior
    case let space:
      signs = WorldAxes.leftPosteriorSuperior
      notes.append(
        """
        its space is \(space.map { "\($0), none of the patient" } ?? "not named"); it is taken \
        as left-posterior-superior, as ITK does
        """)
    }
    let count = steps.first?.count ?? 0
    let origin = try fields.vectors("spaceorigin", count: 1)?.first ?? nil
    guard (2...4).contains(count), steps.count <= count, steps.allSatisfy({ $0.count == count }),
      (origin?.count ?? count) == count
    else {
      throw .badData(
        fields.url, "its space directions and space origin do not have as many numbers as its space"
      )
    }
    return (
      WorldAxes(
        steps: steps.map { Array($0.prefix(3)) },
        origin: Array((origin ?? [0, 0, 0]).prefix(3)), signs: signs),
      notes
    )
  }

  /// By spacings and the places of the first voxels.
  private static func world(
    _ fields: NRRDFields, _ spatial: [Int], dimension: Int
  ) throws(VolumeFileError) -> WorldAxes {
    let spacings = try fields.numbers("spacings", count: dimension)
    let smallest = try fields.numbers("axismins", count: dimension)
    let centers = try fields.words(
      fields["centers"] == nil ? "centerings" : "centers", count: dimension)
    var steps: [[Double]] = []
    var origin: [Double] = []
    for (index, axis) in spatial.enumerated() {
      let step = spacings.map { $0[axis].isNaN ? 1 : $0[axis] } ?? 1
      steps.append(spatial.indices.map { $0 == index ? step : 0 })
      let start = smallest.map { $0[axis].isNaN ? 0 : $0[axis] }
      // A border is half a voxel before the voxel's middle.
      origin.append(start.map { centers?[axis] == "node" ? $0 : $0 + step / 2 } ?? 0)
    }
    return WorldAxes(steps: steps, origin: origin)
  }
}
