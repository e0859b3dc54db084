package import Foundation
package import Planning

/// What a person asks of a training; the rest follows from what its folder holds, and from the time.
package struct TrainingRequest: Sendable {
  /// A finished run that is to be repeated; it decides everything.
  package var repeated: URL?
  /// What is resumed.
  package var begun = BegunTraining()
  package var length: TrainingOptions.Length?
  package var folds: FoldSelection?
  /// A file of splits, of which ``folds`` chooses.
  package var split: URL?
  /// Whether the program may choose how many networks share the time: not where a pipeline or initial weights are named.
  package var allowsEnsemble = true
  /// How fast networks train here, as a multiple of the reference machine.
  package var relativeSpeed: Double

  package init(relativeSpeed: Double) { self.relativeSpeed = relativeSpeed }

  /// Decides which networks are trained, and how.
  ///
  /// - Parameter makeOptions: Makes the options of a training that begins, from its length and the time that each network has; `nil`
  ///   where the length is not a time.
  /// - Throws: ``TrainingError`` for folds that do not exist and files that cannot be understood.
  package func assignment(
    _ makeOptions: (TrainingOptions.Length, ReferenceSeconds?) throws -> TrainingOptions
  ) throws -> TrainingAssignment {
    if let repeated {
      let options = try TrainingOptions(repeating: repeated)
      return TrainingAssignment(
        options: options, members: [FoldsRecord.Member(number: 0, fold: options.fold)])
    }
    let length =
      length ?? begun.folds?.options.length ?? begun.record?.length
      ?? .seconds(PlanningConstants.Time.defaultLimitSeconds)
    let time = referenceTime(length)
    let members = try members(time)
    if var options = begun.folds?.options {
      options.length = length
      options.resumes = true
      return TrainingAssignment(options: options, members: members)
    }
    return TrainingAssignment(
      options: try makeOptions(length, time?.shared(by: members.count)), members: members)
  }

  /// A time limit in seconds of the reference machine.
  private func referenceTime(_ length: TrainingOptions.Length) -> ReferenceSeconds? {
    guard case .seconds(let seconds) = length else { return nil }
    return ReferenceSeconds(clockSeconds: seconds, relativeSpeed: relativeSpeed)
  }

  private func members(_ time: ReferenceSeconds?) throws -> [FoldsRecord.Member] {
    if let split {
      return try (folds ?? .numbers([0])).members(of: Split.read(split), in: split.path)
    }
    if let folds { return folds.members }
    if let begun = begun.folds { return begun.members }
    let count =
      allowsEnsemble && begun.record == nil ? EnsemblePlan.networkCount(in: time) : 1
    return (0..<count).map { FoldsRecord.Member(number: $0, fold: .tenth($0)) }
  }
}
