public import Labels
public import Volumes

/// What a phantom shows.
public enum PhantomKind: String, CaseIterable, Sendable, Codable {
  /// A head in magnetic resonance with lesions of the white matter.
  case brain
  /// An abdomen in computed tomography, from the lungs' bases to the hips.
  case abdomen

  /// The labels of its label maps; values are consecutive.
  public var labels: LabelScheme {
    switch self {
    case .brain:
      LabelScheme(names: [
        "background", "grey-matter", "white-matter", "ventricles", "cerebellum", "lesion",
      ])
    case .abdomen:
      LabelScheme(names: [
        "background", "liver", "spleen", "left-kidney", "right-kidney", "stomach", "aorta",
        "bladder", "liver-lesion",
      ])
    }
  }

  /// The names of the channels it can have, in order; a phantom of `n` channels has the first `n`.
  public var channelNames: [String] {
    switch self {
    case .brain: ["T1", "FLAIR"]
    case .abdomen: ["CT"]
    }
  }

  /// The size that is quick to train on.
  public var defaultExtent: Extent {
    switch self {
    case .brain: Extent(64, 80, 64)
    case .abdomen: Extent(64, 96, 112)
    }
  }
}
