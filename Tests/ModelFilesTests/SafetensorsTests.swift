import Files
import Foundation
import ModelFiles
import Networks
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  /// A file with the given header text and so many bytes of data.
  private func file(_ header: String, dataLength: Int, length: UInt64? = nil) -> Data {
    var count = (length ?? UInt64(header.utf8.count)).littleEndian
    return Data(bytes: &count, count: 8) + Data(header.utf8) + Data(repeating: 1, count: dataLength)
  }

  private func error(reading data: Data) throws -> ModelFileError? {
    try withTemporaryFolder { folder -> ModelFileError? in
      let url = folder.appendingPathComponent("weights.safetensors")
      try data.write(to: url)
      do {
        _ = try Safetensors.read(url)
        return nil
      } catch let error as ModelFileError { return error }
    }
  }

  @Test func readsBackWhatWasWritten() throws {
    let tensors: [String: Safetensors.Tensor] = [
      "b.weight": .init(shape: [2, 3], values: [1, -2, 3.5, .infinity, 0, 0x1p-140] as [Float]),
      "a \"quoted\" / ünïcode": .init(shape: [], values: [7.25] as [Double]),
      "odd": .init(bytes: Data([1, 2, 255])),
      "empty": .init(shape: [0, 5], values: [] as [Float]),
      "steps": .init(shape: [2], values: [-1, .max] as [Int64]),
    ]
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("x.safetensors")
      try Safetensors.write(tensors, metadata: ["epoch": "3", "note": "a\nb"], to: url)
      let file = try Safetensors.read(url)
      #expect(file.tensors == tensors)
      #expect(file.metadata == ["epoch": "3", "note": "a\nb"])
      #expect(try file.tensors["b.weight"]?.floats() == [1, -2, 3.5, .infinity, 0, 0x1p-140])
      #expect(try file.tensors["steps"]?.integers() == [-1, Int.max])
      #expect(try file.tensors["odd"]?.integers() == [1, 2, 255])
      #expect(throws: Safetensors.ElementTypeError.self) { try file.tensors["odd"]?.floats() }
      #expect(throws: Safetensors.ElementTypeError.self) {
        try file.tensors["b.weight"]?.integers()
      }

      let again = folder.appendingPathComponent("y.safetensors")
      try Safetensors.write(file, to: again)
      #expect(try Data(contentsOf: url) == Data(contentsOf: again))
    }
  }

  @Test func headerIsAlignedAndWideElementsComeFirst() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("x.safetensors")
      try Safetensors.write(
        [
          "a": .init(bytes: Data([1])), "b": .init(shape: [1], values: [2] as [Float]),
          "c": .init(shape: [1], values: [3] as [Int64]),
        ], to: url)
      let data = try Data(contentsOf: url)
      let length = data.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
      #expect(length % 8 == 0)
      #expect(data.count == 8 + length + 13)
      #expect(Array(data.suffix(13)) == [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 1])
    }
  }

  @Test(arguments: [
    ("F16", [0x00, 0x3C, 0x01, 0x00, 0x00, 0xFC] as [UInt8], [1, 0x1p-24, -.infinity] as [Float]),
    ("BF16", [0x80, 0x3F, 0x40, 0xC0, 0x00, 0x00], [1, -3, 0]),
    ("F32", [0, 0, 0x80, 0x3F, 0, 0, 0x40, 0xC0, 0, 0, 0, 0], [1, -3, 0]),
    (
      "F64", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 8, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0],
      [1, -3, 0]
    ),
  ])
  func convertsToSinglePrecision(type: String, bytes: [UInt8], expected: [Float]) throws {
    let header = #"{"x":{"dtype":"\#(type)","shape":[3],"data_offsets":[0,\#(bytes.count)]}}"#
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("x.safetensors")
      try (file(header, dataLength: 0) + Data(bytes)).write(to: url)
      #expect(try Safetensors.read(url).tensors["x"]?.floats() == expected)
    }
  }

  @Test(arguments: [
    ("", "only"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, "header is broken"),
    (#"[1,2]"#, "header is broken"),
    (#"{"x":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}"#, "unknown type F31"),
    (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "does not fit"),
    (#"{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "does not fit"),
    (
      #"{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, "does not fit"
    ),
    (#"{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#, "header is broken"),
    (#"{"x":{"dtype":"F32","shape":[true],"data_offsets":[0,4]}}"#, "header is broken"),
    (
      #"{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#,
      "header is broken"
    ),
    (#"{"x":{"dtype":"F32","shape":[1]}}"#, "data_offsets"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, "wrong offsets"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, "wrong offsets"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#, "wrong offsets"),
    (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "truncated"),
    (#"{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#, "1 bytes follow"),
    (#"{"x":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}"#, "gap"),
    (
      #"{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"y":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
      "overlaps"
    ),
    (
      #"{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      "header is broken"
    ),
  ])
  func refusesABrokenHeader(header: String, cause: String) throws {
    let data = header.isEmpty ? Data([1, 2]) : file(header, dataLength: 4)
    let error = try #require(try error(reading: data))
    #expect(error.message.contains(cause), "\(error)")
    #expect(error.kind == .badData)
  }

  @Test(arguments: [0, 1, 100, 1 << 40, UInt64.max, UInt64(Int.max)])
  func refusesAWrongHeaderLength(length: UInt64) throws {
    let error = try error(reading: file("{}", dataLength: 4, length: length))
    #expect(error?.kind == .badData)
  }

  @Test func everyTruncationIsRefused() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("x.safetensors")
      try Safetensors.write(["w": .init(shape: [2], values: [1, 2] as [Float])], to: url)
      let data = try Data(contentsOf: url)
      for length in 0..<data.count {
        try data.prefix(length).write(to: url)
        #expect(throws: ModelFileError.self) { try Safetensors.read(url) }
      }
    }
  }

  @Test func missingFilesAndFoldersAreInputErrors() throws {
    try withTemporaryFolder { folder in
      for url in [folder, folder.appendingPathComponent("no.safetensors")] {
        let error = #expect(throws: ModelFileError.self) { try Safetensors.read(url) }
        #expect(error?.kind == .inputOutput)
      }
      #expect(throws: FileError.self) {
        try Safetensors.write([:], to: folder.appendingPathComponent("no/x.safetensors"))
      }
    }
  }

  @Test(.enabled(if: SharedData.url("reference/resunet3d.safetensors") != nil))
  func readsTheReferenceVectors() throws {
    let url = try #require(SharedData.url("reference/resunet3d.safetensors"))
    let file = try Safetensors.read(url)
    let weights = file.tensors.filter { $0.key.hasPrefix("w.") }
    #expect(weights.values.reduce(0) { $0 + $1.count } == 148_806)
    for tensor in weights.values { #expect(try tensor.floats().allSatisfy(\.isFinite)) }
  }

  @Test func largeFilesComeBackWhole() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("x.safetensors")
      var tensors: [String: Safetensors.Tensor] = [:]
      for index in 0..<300 {
        tensors["stage.\(index).weight"] = .init(
          shape: [60_000], values: [Float](repeating: Float(index), count: 60_000))
      }
      try Safetensors.write(tensors, to: url)
      let file = try Safetensors.read(url)
      #expect(file.tensors.count == 300)
      for index in 0..<300 {
        let values = try file.tensors["stage.\(index).weight"]?.floats()
        #expect(values == [Float](repeating: Float(index), count: 60_000))
      }
    }
  }
}
