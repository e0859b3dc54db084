import Labels
import Testing
import Volumes

struct LabelSchemeTests {
  @Test func labelValuesMapToClassesAndBack() throws {
    let table = LabelScheme(
      entries: [("background", 0), ("a", 5), ("b", 100), ("c", 201)].map {
        .init(name: $0.0, value: $0.1)
      })
    let geometry = Geometry(extent: Extent(1, 1, 5), spacing: Spacing(1, 1, 1))
    let map = LabelMap(geometry: geometry, voxels: [201, 0, 5, 100, 5])
    let indices = try #require(table.classIndices(of: map))
    #expect(indices.voxels == [3, 0, 1, 2, 1])
    #expect(table.values(of: indices).voxels == map.voxels)
    let strange = LabelMap(geometry: geometry, voxels: [7, 0, 7, 9, 5])
    #expect(table.classIndices(of: strange) == nil)
    #expect(table.unknownValues(in: strange).map(\.voxels) == [2, 1])
  }
}
