/// What the trunk is made of, as a CT scanner tells it apart.
enum AbdomenTissue: Int32, Tissue {
  case air
  case skin
  case subcutaneousFat
  case muscle
  case visceralFat
  case lung
  case blood
  case cortex
  case marrow
  case disc
  case spinalCanal
  case liver
  case liverVessel
  case liverLesion
  case gallbladder
  case spleen
  case leftKidneyCortex
  case leftKidneyMedulla
  case rightKidneyCortex
  case rightKidneyMedulla
  case stomachWall
  case stomachContent
  case stomachGas
  case pancreas
  case aorta
  case vein
  case bowelWall
  case bowelContent
  case stool
  case bowelGas
  case bladder
  case table

  /// The class index in the abdomen's label table.
  var label: Int {
    switch self {
    case .liver, .liverVessel: 1
    case .spleen: 2
    case .leftKidneyCortex, .leftKidneyMedulla: 3
    case .rightKidneyCortex, .rightKidneyMedulla: 4
    case .stomachWall, .stomachContent, .stomachGas: 5
    case .aorta: 6
    case .bladder: 7
    case .liverLesion: 8
    default: 0
    }
  }

  /// The mean in Hounsfield units.
  func hounsfield(_ contrast: AbdomenContrast) -> Double {
    let early = contrast.arterial
    let late = contrast.venous
    return switch self {
    case .air: -1000
    case .skin: 25
    case .subcutaneousFat: -108
    case .visceralFat: -98
    case .muscle: 52 + 8 * late
    case .lung: -845
    case .blood: 42 + 150 * early + 90 * late
    case .cortex: 620
    case .marrow: contrast.marrow
    case .disc: 80
    case .spinalCanal: 22
    case .liver: contrast.liver + 10 * early + 48 * late
    case .liverVessel: 42 + 40 * early + 110 * late
    case .liverLesion: contrast.liver + 4 * early + 14 * late - 14
    case .gallbladder: 10
    case .spleen: 48 + 40 * early + 62 * late
    case .leftKidneyCortex, .rightKidneyCortex: 34 + 130 * early + 125 * late
    case .leftKidneyMedulla, .rightKidneyMedulla: 32 + 40 * early + 110 * late
    case .stomachWall, .bowelWall: 42 + 20 * early + 40 * late
    case .stomachContent: contrast.oral
    case .bowelContent: 0.6 * contrast.oral + 12
    case .stomachGas, .bowelGas: -960
    case .stool: 30
    case .pancreas: 38 + 40 * early + 45 * late
    case .aorta: 42 + 240 * early + 105 * late
    case .vein: 40 + 20 * early + 115 * late
    case .bladder: 6
    case .table: -70
    }
  }

  /// How much it varies from place to place.
  var texture: Double {
    switch self {
    case .air, .table, .bladder, .spinalCanal, .gallbladder: 0
    case .marrow: 28
    case .stool: 90
    case .lung: 30
    case .subcutaneousFat, .visceralFat: 6
    case .muscle: 9
    default: 5
    }
  }
}

/// How a patient was prepared and how much contrast medium has arrived.
struct AbdomenContrast {
  /// 0 without contrast medium to 1 in the arterial phase.
  var arterial: Double
  /// 0 without contrast medium to 1 in the portal venous phase.
  var venous: Double
  /// The liver without contrast medium, less when it is fatty.
  var liver: Double
  /// What was drunk.
  var oral: Double
  var marrow: Double
}
