import TestSupport
import Testing

@Suite struct PackTests {
  @Test func helpNamesTheProgram() throws {
    let result = try SegProcess.run(["--help"])
    #expect(result.status == 0)
    #expect(result.stdout.contains("seg"))
    #expect(result.stderr.isEmpty)
  }
}
