import ComputeEngine
import ComputeGraph
import OneDNNBackend
import Testing

/// Every operation changes its results and its scratch memory alone.
@Suite(.serialized)
struct MemoryWriteTests {
  @Test(arguments: OperationCase.all, Precision.allCases)
  func nothingIsWrittenBeyondItsPlace(_ operation: OperationCase, _ precision: Precision) throws {
    try precision.requireProcessor()
    let program = try OperationProgram(operation, precision: precision)
    let executor = try #require(program.executor as? OneDNNExecutor)
    let strays = try executor.runFindingStrayWrites()
    #expect(strays.isEmpty)
  }
}
