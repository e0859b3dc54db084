import Labels
import Phantoms
import Testing
import Volumes

@Suite struct AbdomenPhantomTests {
  static let cases = Array(0..<6)
  /// The cases at the default size, made once.
  static let patients = Result {
    let phantom = try AbdomenPhantom(PhantomConfiguration(kind: .abdomen, seed: 7))
    return cases.map { phantom.make(case: $0) }
  }

  static func make(_ index: Int, extent: Extent? = nil) throws -> (image: Volume, labels: LabelMap)
  {
    try AbdomenPhantom(.init(kind: .abdomen, extent: extent, seed: 7)).make(case: index)
  }

  @Test(arguments: cases) func organsHavePlausibleVolumes(_ index: Int) throws {
    let labels = try Self.patients.get()[index].labels
    let millilitres = labels.millilitres + [0]
    try #require(millilitres.count >= 8)
    #expect(900...2400 ~= millilitres[1], "liver")
    #expect(70...350 ~= millilitres[2], "spleen")
    #expect(90...280 ~= millilitres[3], "left kidney")
    #expect(90...280 ~= millilitres[4], "right kidney")
    #expect(150...900 ~= millilitres[5], "stomach")
    #expect(40...180 ~= millilitres[6], "aorta")
    #expect(30...500 ~= millilitres[7], "bladder")
    #expect(millilitres[8] < 150, "liver lesions")
  }

  @Test(arguments: cases) func valuesAreHounsfieldUnits(_ index: Int) throws {
    let (image, labels) = try Self.patients.get()[index]
    func mean(_ label: UInt16) -> Double { image.values(where: label, in: labels).mean }
    #expect(35...150 ~= mean(1), "liver \(mean(1))")
    #expect(35...170 ~= mean(2), "spleen \(mean(2))")
    #expect(20...220 ~= mean(3), "kidney \(mean(3))")
    #expect(20...330 ~= mean(6), "aorta \(mean(6))")
    #expect(-15...35 ~= mean(7), "bladder \(mean(7))")
    #expect(image.voxels.allSatisfy { -1024...3071 ~= $0 && $0 == $0.rounded() })
    let corner = (0..<labels.extent.depth).map { image.voxels[labels.extent.offset($0, 2, 2)] }
    #expect(abs(corner.mean + 1000) < 15)
  }

  @Test func anIntensityIntervalDoesNotFindTheOrgans() throws {
    var worst = [Double](repeating: 0, count: 9)
    for index in Self.cases {
      let (image, labels) = try Self.patients.get()[index]
      for label in 1...8 {
        let dice = IntensityInterval.bestDice(for: UInt16(label), image: image, labels: labels)
        worst[label] = max(worst[label], dice)
      }
    }
    for label in 1...8 {
      let name = PhantomKind.abdomen.labels.entries[label].name
      // The liver is a third of all soft tissue: a wide interval finds much of it, and much else.
      #expect(worst[label] < (name == "liver" ? 0.82 : 0.65), "\(name) \(worst[label])")
    }
  }

  @Test(arguments: cases) func leftIsLeft(_ index: Int) throws {
    let labels = try Self.patients.get()[index].labels
    #expect(labels.geometry.orientation.code == "LPS")
    let liver = try #require(labels.centroid(of: 1))
    let spleen = try #require(labels.centroid(of: 2))
    let leftKidney = try #require(labels.centroid(of: 3))
    let rightKidney = try #require(labels.centroid(of: 4))
    let aorta = try #require(labels.centroid(of: 6))
    let bladder = try #require(labels.centroid(of: 7))
    // World x grows to the patient's right, y to the front, z to the head.
    #expect(leftKidney.x < aorta.x && aorta.x < rightKidney.x)
    #expect(spleen.x < aorta.x && aorta.x < liver.x)
    #expect(bladder.z < rightKidney.z && rightKidney.z < liver.z)
    #expect(leftKidney.y < bladder.y)
  }

  @Test func fineNoiseHasAGrain() throws {
    let (image, labels) = try Self.make(0, extent: Extent(40, 320, 420))
    var products = 0.0
    var squares = 0.0
    let mean = image.values(where: 7, in: labels).mean
    for offset in labels.voxels.indices.dropLast(1)
    where labels.voxels[offset] == 7 && labels.voxels[offset + 1] == 7 {
      products += (Double(image.voxels[offset]) - mean) * (Double(image.voxels[offset + 1]) - mean)
      squares += (Double(image.voxels[offset]) - mean) * (Double(image.voxels[offset]) - mean)
    }
    #expect(products / squares > 0.4)
  }
}
