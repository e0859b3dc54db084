import CEvaluation
import Testing
import Volumes

@Suite struct DistanceTransformTests {
  /// The distance of every point to the nearest site, by the kernel.
  private func transform(_ sites: [UInt8], _ extent: Extent, _ spacing: Spacing) -> [Double] {
    var map = [Double](repeating: -1, count: extent.count)
    sites.withUnsafeBufferPointer { sites in
      var problem = seg_distance_problem()
      problem.size = (Int32(extent.depth), Int32(extent.height), Int32(extent.width))
      problem.spacing = (spacing.depth, spacing.height, spacing.width)
      problem.sites = sites.baseAddress
      #expect(seg_distance_transform(&problem, nil, nil, &map) == Int64(extent.count))
    }
    return map
  }

  private func bruteForce(_ sites: [UInt8], _ extent: Extent, _ spacing: Spacing) -> [Double] {
    var places: [(Int, Int, Int)] = []
    var result: [Double] = []
    for z in 0..<extent.depth {
      for y in 0..<extent.height {
        for x in 0..<extent.width where sites[extent.offset(z, y, x)] != 0 {
          places.append((z, y, x))
        }
      }
    }
    for z in 0..<extent.depth {
      for y in 0..<extent.height {
        for x in 0..<extent.width {
          let squares = places.map { place in
            let dx = Double(x - place.2) * spacing.width
            let dy = Double(y - place.1) * spacing.height
            let dz = Double(z - place.0) * spacing.depth
            return dx * dx + dy * dy + dz * dz
          }
          result.append((squares.min() ?? .infinity).squareRoot())
        }
      }
    }
    return result
  }

  @Test(arguments: 0..<40)
  func agreesWithBruteForce(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let extent = Extent(
      1 + generator.integer(below: 9), 1 + generator.integer(below: 12),
      1 + generator.integer(below: 40))
    let spacing = Spacing(
      generator.uniform(in: 0.3...4), generator.uniform(in: 0.3...4),
      generator.uniform(in: 0.3...4))
    let density = [0.5, 0.1, 0.01, 0.002][seed % 4]
    let sites = (0..<extent.count).map { _ in generator.chance(density) ? UInt8(1) : 0 }
    let found = transform(sites, extent, spacing)
    let expected = bruteForce(sites, extent, spacing)
    for (a, b) in zip(found, expected) {
      #expect(a == b || abs(a - b) <= 1e-12 * b, "\(extent) \(spacing)")
    }
  }

  /// Few sites, so that some queries are answered from the rows around them and some by the
  /// envelopes.
  @Test(arguments: 0..<24)
  func answersNearAndFarQueries(seed: Int) {
    var generator = SeededGenerator(seed: 1000 + UInt64(seed))
    let extent = Extent(
      1 + generator.integer(below: 30), 1 + generator.integer(below: 30),
      1 + generator.integer(below: 30))
    let spacing = Spacing(
      generator.uniform(in: 0.3...4), generator.uniform(in: 0.3...4),
      generator.uniform(in: 0.3...4))
    var sites = [UInt8](repeating: 0, count: extent.count)
    for _ in 0...(seed % 5) { sites[generator.integer(below: extent.count)] = 1 }
    let queries = (0..<extent.count).map { _ in generator.chance(0.05) ? UInt8(9) : 0 }
    var left = queries
    var map = [Double](repeating: -1, count: extent.count)
    sites.withUnsafeBufferPointer { sites in
      left.withUnsafeMutableBufferPointer { left in
        var problem = seg_distance_problem()
        problem.size = (Int32(extent.depth), Int32(extent.height), Int32(extent.width))
        problem.spacing = (spacing.depth, spacing.height, spacing.width)
        problem.sites = sites.baseAddress
        problem.queries = left.baseAddress
        let found = seg_distance_transform(&problem, nil, nil, &map)
        #expect(found == Int64(queries.count { $0 != 0 }))
      }
    }
    let expected = bruteForce(sites, extent, spacing)
    for (offset, query) in queries.enumerated() {
      if query == 0 {
        #expect(map[offset] == -1)
      } else {
        #expect(abs(map[offset] - expected[offset]) <= 1e-12 * expected[offset])
      }
    }
  }

  @Test func isInfiniteWithoutSites() {
    let extent = Extent(2, 3, 4)
    let map = transform([UInt8](repeating: 0, count: extent.count), extent, Spacing(1, 1, 1))
    #expect(map.allSatisfy { $0 == .infinity })
  }

  @Test func answersQueriesAlone() {
    let extent = Extent(3, 3, 5)
    var sites = [UInt8](repeating: 0, count: extent.count)
    var queries = sites
    sites[extent.offset(0, 0, 0)] = 1
    queries[extent.offset(2, 1, 4)] = 77
    queries[extent.offset(0, 0, 3)] = 3
    var distances = [0.0, 0.0]
    var codes: [UInt8] = [0, 0]
    sites.withUnsafeBufferPointer { sites in
      queries.withUnsafeMutableBufferPointer { queries in
        var problem = seg_distance_problem()
        problem.size = (3, 3, 5)
        problem.spacing = (2, 1, 0.5)
        problem.sites = sites.baseAddress
        problem.queries = queries.baseAddress
        #expect(seg_distance_transform(&problem, &distances, &codes, nil) == 2)
      }
    }
    let byCode = Dictionary(uniqueKeysWithValues: zip(codes, distances))
    #expect(byCode[3] == 1.5)
    #expect(byCode[77] == (4.0 + 1.0 + 16.0).squareRoot())
  }
}
