import CEvaluation
import Synchronization
import Volumes

/// What only the voxels tell about a case, measured by tasks side by side.
final class CaseMeasurements {
  /// By ``LabelTarget/key``; `nil` where components are not counted.
  private(set) var predictionComponents: [String: [Components.Component]]?
  private var referenceComponents: [String: [Components.Component]]?
  private var surfaces: [String: SurfaceComparison] = [:]
  private var boundaryIoU: [String: Double] = [:]
  private var centrelineDice: [String: Double] = [:]

  private enum Task {
    case surface(Int, isFromReference: Bool)
    case boundary(Int)
    case centreline(Int)
    case components(ofReference: Bool)
  }

  private struct Results {
    var directions: [Int: [Bool: SurfaceDistances]] = [:]
    var boundary: [Int: Double] = [:]
    var centreline: [Int: Double] = [:]
    var components: [Bool: Components] = [:]
  }

  init(
    targets: [LabelTarget], census: LabelCensus, prediction: LabelMap, reference: LabelMap?,
    spacing: Spacing, isPlanar: Bool, settings: EvaluationSettings, threads: Int
  ) throws {
    let weights = Self.weights(spacing: spacing, isPlanar: isPlanar, settings: settings)
    let width = settings.boundaryWidth ?? Self.boundaryWidth(of: prediction.extent, spacing)
    let tasks = Self.tasks(
      targets: targets, census: census, hasReference: reference != nil, settings: settings)
    let results = Mutex(Results())
    let reference = reference ?? prediction
    try reference.voxels.withUnsafeBufferPointer { r in
      try prediction.voxels.withUnsafeBufferPointer { p in
        func masks(_ index: Int) -> MaskPair? {
          let target = targets[index]
          return census.box(of: target.labels).map {
            MaskPair(
              label: target.labels.first ?? 0, members: target.members, box: $0,
              isPlanar: isPlanar, reference: r, prediction: p, extent: prediction.extent)
          }
        }
        try ParallelTasks.run(count: tasks.count, threads: threads) { number in
          switch tasks[number] {
          case .surface(let index, let isFromReference):
            guard let masks = masks(index) else { return }
            let distances = try SurfaceDistances(
              masks: masks, from: isFromReference ? MaskPair.reference : MaskPair.prediction,
              to: isFromReference ? MaskPair.prediction : MaskPair.reference,
              definition: settings.surface, weights: weights, spacing: spacing)
            results.withLock { $0.directions[index, default: [:]][isFromReference] = distances }
          case .boundary(let index):
            guard let masks = masks(index) else { return }
            let value = BoundaryIoU.value(of: masks, width: width, spacing: spacing)
            results.withLock { $0.boundary[index] = value }
          case .centreline(let index):
            guard let masks = masks(index) else { return }
            let value = CentrelineDice.value(of: masks)
            results.withLock { $0.centreline[index] = value }
          case .components(let isReference):
            let components = try Components(of: isReference ? reference : prediction)
            results.withLock { $0.components[isReference] = components }
          }
        }
      }
    }
    let found = results.withLock { $0 }
    keep(found, targets: targets, definition: settings.surface)
    if settings.countsComponents {
      try keepComponents(
        found.components, targets: targets, prediction: prediction,
        reference: found.components[true] == nil ? nil : reference)
    }
  }

  private func keep(_ found: Results, targets: [LabelTarget], definition: SurfaceDefinition) {
    for (index, target) in targets.enumerated() {
      if let r = found.directions[index]?[true], let p = found.directions[index]?[false] {
        surfaces[target.key] = SurfaceComparison(
          referenceToPrediction: r, predictionToReference: p, definition: definition)
      }
      boundaryIoU[target.key] = found.boundary[index]
      centrelineDice[target.key] = found.centreline[index]
    }
  }

  private func keepComponents(
    _ found: [Bool: Components], targets: [LabelTarget], prediction: LabelMap, reference: LabelMap?
  ) throws {
    var predicted: [String: [Components.Component]] = [:]
    var referenced: [String: [Components.Component]] = [:]
    func add(_ p: Components?, _ r: Components?, _ target: LabelTarget, label: Int) {
      predicted[target.key] = p?.byLabel[label]
      referenced[target.key] = r?.byLabel[label]
    }
    if let p = found[false], let r = found[true] { p.match(r) }
    let byLabel = (found[false]?.byLabel ?? [:], found[true]?.byLabel ?? [:])
    for target in targets where !target.isGroup {
      let label = target.labels.first ?? 0
      predicted[target.key] = byLabel.0[label]
      referenced[target.key] = byLabel.1[label]
    }
    for target in targets where target.isGroup {
      let classes = target.members?.map(UInt16.init) ?? Self.classes(of: target)
      let p = try Components(of: prediction, classes: classes)
      let r = try reference.map { try Components(of: $0, classes: classes) }
      if let r { p.match(r) }
      add(p, r, target, label: 1)
    }
    predictionComponents = predicted
    referenceComponents = reference == nil ? nil : referenced
  }

  private static func classes(of target: LabelTarget) -> [UInt16] {
    var classes = [UInt16](repeating: 0, count: 65536)
    for label in target.labels where (1...65535).contains(label) { classes[label] = 1 }
    return classes
  }

  /// Adds the metrics of surfaces and components to a score.
  func add(to score: inout LabelScore, of target: LabelTarget, settings: EvaluationSettings) {
    let isDefined = score.status != .absent
    if let surface = surfaces[target.key] {
      score.values[.hausdorff] = surface.hausdorff
      score.values[.hausdorff95] = surface.hausdorff(percentile: 95)
      score.values[.averageReferenceToPrediction] = surface.averageReferenceToPrediction
      score.values[.averagePredictionToReference] = surface.averagePredictionToReference
      score.values[.averageSymmetricSurfaceDistance] = surface.averageSymmetric
      score.values[.meanAverageSurfaceDistance] =
        (surface.averageReferenceToPrediction + surface.averagePredictionToReference) / 2
      score.surfaceDice = settings.tolerances.map {
        ToleranceScore(tolerance: $0, value: surface.surfaceDice(tolerance: $0))
      }
      score.distances = surface.histogram
    } else if settings.measuresSurfaces {
      score.surfaceDice = settings.tolerances.map {
        ToleranceScore(tolerance: $0, value: isDefined ? 0 : nil)
      }
    }
    score.values[.normalizedSurfaceDice] = score.surfaceDice.first?.value
    if settings.measuresSurfaces {
      score.values[.boundaryIoU] = boundaryIoU[target.key] ?? (isDefined ? 0 : nil)
    }
    if settings.isTubular(target) {
      score.values[.centrelineDice] = centrelineDice[target.key] ?? (isDefined ? 0 : nil)
    }
    if let referenceComponents, let predictionComponents {
      let reference = referenceComponents[target.key] ?? []
      let predicted = predictionComponents[target.key] ?? []
      let lesions = LesionDetection(
        reference: reference.count, predicted: predicted.count,
        detected: reference.count(where: \.isMatched),
        spurious: predicted.count { !$0.isMatched })
      score.lesions = lesions
      score.values[.lesionF1] = lesions.f1
    }
  }

  /// The largest first, so that the threads finish at about the same time.
  private static func tasks(
    targets: [LabelTarget], census: LabelCensus, hasReference: Bool, settings: EvaluationSettings
  ) -> [Task] {
    var tasks: [Task] = []
    if settings.countsComponents {
      tasks.append(.components(ofReference: false))
      if hasReference { tasks.append(.components(ofReference: true)) }
    }
    guard hasReference else { return tasks }
    let present = targets.indices.filter {
      census.counts(of: targets[$0].labels).status == .present
    }
    .sorted {
      (census.box(of: targets[$0].labels)?.count ?? 0)
        > (census.box(of: targets[$1].labels)?.count ?? 0)
    }
    for index in present where settings.isTubular(targets[index]) {
      tasks.append(.centreline(index))
    }
    guard settings.measuresSurfaces else { return tasks }
    for index in present {
      tasks.append(.surface(index, isFromReference: true))
      tasks.append(.surface(index, isFromReference: false))
    }
    return tasks + present.map { .boundary($0) }
  }

  private static func weights(
    spacing: Spacing, isPlanar: Bool, settings: EvaluationSettings
  ) -> [Double] {
    switch settings.surface {
    case .area where isPlanar: SurfaceElements.lengths(spacing: spacing)
    case .area: SurfaceElements.areas(spacing: spacing)
    case .border: [0, 1]
    }
  }

  /// 2 % of the volume's diagonal in mm.
  private static func boundaryWidth(of extent: Extent, _ spacing: Spacing) -> Double {
    let square = (0..<3).reduce(0.0) {
      let length = Double(extent[$1]) * spacing[$1]
      return $0 + length * length
    }
    return 0.02 * square.squareRoot()
  }
}

extension EvaluationSettings {
  func isTubular(_ target: LabelTarget) -> Bool {
    tubularLabels.contains(target.key) || tubularLabels.contains(target.name)
  }
}
