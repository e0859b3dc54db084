import Labels

extension LabelScheme {
  /// The labels of values that were found in files, named by them.
  init(discovered values: Set<UInt16>) {
    self.init(
      entries: values.union([0]).sorted().map {
        Entry(name: $0 == 0 ? "background" : "label \($0)", value: $0)
      })
  }
}
