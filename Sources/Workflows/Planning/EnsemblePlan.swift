/// How many networks a training should have where nothing else is asked for.
package enum EnsemblePlan {
  /// The number of networks that share a time.
  ///
  /// - Parameter time: Of the whole training; `nil` where its length is not a time.
  package static func networkCount(in time: ReferenceSeconds?) -> Int {
    guard let time, time >= PlanningConstants.Time.ensemble else { return 1 }
    return PlanningConstants.Time.ensembleNetworks
  }
}
