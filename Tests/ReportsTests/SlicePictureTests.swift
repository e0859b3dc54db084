import CCairo
import Evaluation
import Foundation
import Reports
import Testing
import Volumes

@Suite struct SlicePictureTests {
  @Test func aWindowIsAPresetCentreAndWidthOrFollowsFromTheChannelsName() throws {
    #expect(IntensityWindow(argument: "lung") == .lung)
    let own = try #require(IntensityWindow(argument: "-600,1500"))
    #expect(own.lower == -1350 && own.upper == 150)
    for text in ["", "lungs", "40", "40,", "40,0", "40,-5", "nan,4", "inf,4", "40,inf", "1,2,3"] {
      #expect(IntensityWindow(argument: text) == nil, "\(text)")
    }
    let volume = Volume(
      geometry: Geometry(extent: Extent(1, 1, 100), spacing: Spacing(1, 1, 1)), channels: 1,
      voxels: (0..<100).map { Float($0) * 20 - 1000 })
    func chosen(_ name: String?) -> String {
      IntensityWindow.automatic(for: volume, named: name).name
    }
    #expect(chosen("CT") == IntensityWindow.softTissue.name)
    #expect(chosen(nil) == IntensityWindow.softTissue.name)
    #expect(chosen("T1 MR") == "1st to 99th percentile")
    let bright = Volume(
      geometry: volume.geometry, channels: 1, voxels: volume.voxels.map { $0 + 2000 })
    #expect(IntensityWindow.automatic(for: bright).name == "1st to 99th percentile")
    #expect(
      IntensityWindow.automatic(for: bright, named: "portal venous CT").name
        == IntensityWindow.softTissue.name)
  }

  @Test func picturesHaveTrueProportions() throws {
    let evaluated = try SampleCase().evaluated("a")
    let painter = CasePainter()
    let axial = try painter.picture(of: evaluated, plane: .axial, slice: 4)
    #expect(axial.widthInMillimetres == 16 && axial.heightInMillimetres == 40)
    let coronal = try painter.picture(of: evaluated, plane: .coronal, slice: 8)
    #expect(coronal.widthInMillimetres == 16 && coronal.heightInMillimetres == 30)
    let sagittal = try painter.picture(of: evaluated, plane: .sagittal, slice: 8)
    #expect(sagittal.widthInMillimetres == 40 && sagittal.heightInMillimetres == 30)
  }

  @Test func thePatientsRightIsOnThePicturesLeft() throws {
    // The intensity grows with x, which grows to the right of the patient in RAS.
    let evaluated = try SampleCase().evaluated("a")
    let picture = try CasePainter().picture(of: evaluated, plane: .axial, slice: 4)
    let image = try #require(try pixels(picture.png))
    #expect(picture.plane.marks.left == "R")
    #expect(image.values[0] > image.values[image.width - 1])
    #expect(picture.alternativeText.contains("Patient's right side is on the left"))
  }

  @Test func aFlippedAndPermutedGridGivesTheSamePicture() throws {
    let plain = try SampleCase().evaluated("a", hasImage: false)
    // The same patient with x and y swapped in the file and x reversed.
    var turned = SampleCase()
    turned.extent = Extent(10, 16, 20)
    turned.affine = Affine(rows: [0, -1, 0, 15, 2, 0, 0, 0, 0, 0, 3, 0])
    turned.reference = (5..<12, 7..<12, 3..<7)
    turned.prediction = (5..<12, 6..<11, 3..<7)
    let other = try turned.evaluated("a", hasImage: false)
    for plane in SlicePlane.allCases {
      let a = try CasePainter().picture(of: plain, plane: plane, slice: 6)
      let b = try CasePainter().picture(of: other, plane: plane, slice: 6)
      #expect(a.png == b.png && a.widthInMillimetres == b.widthInMillimetres)
      #expect(Set(points(a.prediction)) == Set(points(b.prediction)))
      #expect(Set(points(a.reference)) == Set(points(b.reference)))
    }
  }

  @Test func outlinesLieOnTheEdgesOfTheMasks() throws {
    let evaluated = try SampleCase().evaluated("a")
    let picture = try CasePainter().picture(of: evaluated, plane: .axial, slice: 4)
    // The reference holds x 4..<9, mirrored by the picture: columns 7..<12, so half voxels 14...24.
    let reference = points(picture.reference)
    #expect(reference.map { $0[0] }.min() == 14 && reference.map { $0[0] }.max() == 24)
    let prediction = points(picture.prediction)
    #expect(prediction.map { $0[0] }.min() == 12 && prediction.map { $0[0] }.max() == 22)
    #expect(prediction.map { $0[1] }.min() == 16 && prediction.map { $0[1] }.max() == 30)
    let empty = try CasePainter().picture(of: evaluated, plane: .axial, slice: 0)
    #expect(empty.reference.isEmpty && empty.prediction.isEmpty)
    #expect(empty.alternativeText.contains("no label"))
  }

  @Test func everyLabelHasAClosedOutlineOfItsOwn() {
    let contour = Contour(labels: [1, 1, 2, 0, 1, 2, 0, 0, 1], width: 3, height: 3)
    // Label 1 has two parts that meet at one corner only.
    #expect(contour.loops.count == 3)
    for loop in contour.loops { #expect(loop.count >= 4) }
    let single = Contour(labels: [0, 0, 0, 0, 3, 0, 0, 0, 0], width: 3, height: 3)
    #expect(single.pathData == "M3 2l1 1-1 1-1-1z")
    #expect(Contour(labels: [0, 0], width: 2, height: 1).pathData.isEmpty)
  }

  @Test func windowsSuitTheScan() {
    let geometry = Geometry(extent: Extent(1, 1, 1000), spacing: Spacing(1, 1, 1))
    let mr = Volume(geometry: geometry, channels: 1, voxels: (0..<1000).map(Float.init))
    let window = IntensityWindow.automatic(for: mr)
    #expect(window.lower == 9 && window.upper == 989)
    #expect(window.grey(-5) == 0 && window.grey(5000) == 255)
    let ct = Volume(
      geometry: geometry, channels: 1, voxels: (0..<1000).map { Float($0 * 2 - 1000) })
    #expect(IntensityWindow.automatic(for: ct) == .softTissue)
    #expect(IntensityWindow.softTissue.lower == -160 && IntensityWindow.softTissue.upper == 240)
    let flat = Volume(geometry: geometry, channels: 1, voxels: Array(repeating: .nan, count: 1000))
    #expect(IntensityWindow.automatic(for: flat).grey(.nan) == 0)
  }

  /// The points of path data in half voxels.
  private func points(_ data: String) -> [[Int]] {
    data.split(separator: "M").flatMap { loop -> [[Int]] in
      let numbers = loop.replacing("-", with: " -").split { " lz".contains($0) }.compactMap {
        Int($0)
      }
      var place = Array(numbers.prefix(2))
      var result = [place]
      for index in stride(from: 2, to: numbers.count - 1, by: 2) {
        place = [place[0] + numbers[index], place[1] + numbers[index + 1]]
        result.append(place)
      }
      return result
    }
  }

  private func pixels(_ png: Data) throws -> (values: [UInt8], width: Int)? {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).png")
    try png.write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let surface = cairo_image_surface_create_from_png(url.path)
    defer { cairo_surface_destroy(surface) }
    guard let data = cairo_image_surface_get_data(surface) else { return nil }
    let (width, height) = (
      Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface))
    )
    let stride = Int(cairo_image_surface_get_stride(surface))
    let size = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_A8 ? 1 : 4
    return (
      (0..<height).flatMap { y in (0..<width).map { data[y * stride + $0 * size] } }, width
    )
  }
}
