import ComputeEngine

extension Collection {
  /// `map` with the engine's typed errors, which the standard library's closure types cannot always infer.
  func mapWithEngineError<Result>(_ transform: (Element) throws(EngineError) -> Result)
    throws(EngineError) -> [Result]
  {
    var results: [Result] = []
    for element in self { results.append(try transform(element)) }
    return results
  }
}
