/// Which networks are trained, and how.
package struct TrainingAssignment: Sendable {
  /// Those of all networks; a time limit is for all together.
  package var options: TrainingOptions
  package var members: [FoldsRecord.Member]

  package init(options: TrainingOptions, members: [FoldsRecord.Member]) {
    self.options = options
    self.members = members
    if members.count == 1 { self.options.fold = members[0].fold }
  }
}
