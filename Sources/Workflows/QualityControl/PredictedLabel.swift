/// A label of a prediction, as far as the rules ask about it.
package struct PredictedLabel: Hashable, Sendable {
  /// In files.
  package var value: Int
  package var name: String
  /// Whether the prediction holds it.
  package var isPresent: Bool
  /// Whether the data set's label list names it, or there is no list.
  package var isListed: Bool
  /// Its connected parts; empty where they were not looked for.
  package var parts: [LabelPart]

  package init(
    value: Int, name: String, isPresent: Bool, isListed: Bool = true, parts: [LabelPart] = []
  ) {
    self.value = value
    self.name = name
    self.isPresent = isPresent
    self.isListed = isListed
    self.parts = parts
  }
}
