/// What the head is made of, as a scanner tells it apart.
enum BrainTissue: Int32, Tissue {
  case air
  case skin
  case fat
  case muscle
  case bone
  case marrow
  case eye
  case cerebrospinalFluid
  case cortex
  case deepGrey
  case pallidum
  case whiteMatter
  case brainstem
  case ventricle
  case cerebellarGrey
  case cerebellarWhite
  case lesion

  /// The class index in the brain's label table.
  var label: Int {
    switch self {
    case .cortex, .deepGrey, .pallidum: 1
    case .whiteMatter, .brainstem: 2
    case .ventricle: 3
    case .cerebellarGrey, .cerebellarWhite: 4
    case .lesion: 5
    default: 0
    }
  }

  /// The signal relative to white matter's in T1, then in FLAIR.
  func signal(_ contrast: BrainContrast) -> [Double] {
    let grey = contrast.greyMatter
    return switch self {
    case .air: [0, 0]
    case .skin: [0.6, 0.55]
    case .fat: [contrast.fat, 0.8]
    case .muscle: [0.62, 0.42]
    case .bone: [0.1, 0.07]
    case .marrow: [contrast.marrow, 0.5]
    case .eye: [0.3, 0.15]
    case .cerebrospinalFluid, .ventricle: [contrast.fluid, 0.1]
    case .cortex: [grey, 0.82]
    case .deepGrey: [0.75 * grey + 0.25, 0.8]
    case .pallidum: [0.4 * grey + 0.6, 0.62]
    case .whiteMatter: [1, 0.66]
    case .brainstem: [0.95, 0.68]
    case .cerebellarGrey: [grey * 1.02, 0.8]
    case .cerebellarWhite: [0.98, 0.66]
    case .lesion: [contrast.lesion, 1.1]
    }
  }
}

/// How bright tissues are in one scan, white matter being 1.
struct BrainContrast {
  var greyMatter: Double
  var fluid: Double
  var fat: Double
  var marrow: Double
  var lesion: Double
}
