import ComputeEngine
import OneDNNBackend
import Testing

/// The implementations of the contract.
enum TestBackend: String, CaseIterable, CustomTestStringConvertible {
  case oneDNN, reference

  var backend: any Backend {
    switch self {
    case .oneDNN: OneDNN()
    case .reference: ReferenceBackend()
    }
  }

  var testDescription: String { rawValue }
}

extension Precision {
  /// Skips the test case where this processor does not compute in this precision.
  func requireProcessor() throws {
    guard self == .bfloat16, OneDNN().fastestPrecision != .bfloat16 else { return }
    try Test.cancel("this processor does not multiply bfloat16")
  }
}
