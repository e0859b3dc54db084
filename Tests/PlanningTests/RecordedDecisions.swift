import Pipelines
import Volumes

/// What is chosen for data sets and times: recorded once, so that a change of a choice is seen.
enum RecordedDecisions {
  static let seconds: [Double?] = [
    nil, 0, 60, 149.99, 150, 300, 499.99, 500, 539.99, 540, 750, 1499.99, 1500, 1620, 1800, 2499.99,
    2500, 3600, 72_000,
  ]

  static let labels: [[String]] = [
    ["anterior", "posterior"], ["Left hippocampus", "right hippocampus"], ["ventricle_l"],
    ["lh.cortex"], ["RH"], ["r"], ["L1", "L2"], ["lesion", "grey matter"], ["cleft"], ["bright"],
    ["lung (R)"], ["liver"],
  ]

  static let shapes: [(extent: Extent, spacing: Spacing)] = [
    (Extent(32, 46, 31), Spacing(1, 1, 1)), (Extent(36, 50, 35), Spacing(1, 1, 1)),
    (Extent(60, 80, 60), Spacing(1, 1, 1)), (Extent(120, 160, 160), Spacing(1, 1, 1)),
    (Extent(20, 96, 96), Spacing(5, 1, 1)), (Extent(100, 512, 512), Spacing(2.5, 0.75, 0.75)),
    (Extent(3, 3, 3), Spacing(1, 1, 1)), (Extent(1, 300, 280), Spacing(8, 0.5, 0.5)),
    (Extent(16, 18, 20), Spacing(1, 1, 1)), (Extent(300, 10, 12), Spacing(1, 2, 2)),
    (Extent(64, 64, 7), Spacing(0.6, 0.6, 3)), (Extent(155, 240, 240), Spacing(1, 1, 1)),
  ]

  static let variants: [(name: String, pipeline: PipelineConfiguration)] = {
    var wide = PipelineConfiguration()
    wide.network.firstFeatures = 32
    wide.network.mostPatchVoxels = 98_304
    wide.network.wholePatchVoxels = 98_304
    var whole = PipelineConfiguration()
    whole.network.wholePatchVoxels = 98_304
    var flat = PipelineConfiguration()
    flat.network.dimensions = 2
    var given = PipelineConfiguration()
    given.network.features = [8, 16]
    given.network.patch = [16, 16, 16]
    return [
      ("default", PipelineConfiguration()), ("whole", whole), ("wide", wide), ("slices", flat),
      ("given", given),
    ]
  }()

  static let pipelines = """
    none s, 4 cases, tumour: 16 channels, 49152 and 49152 voxels, nnunet, axes [2], mirroring true
    none s, 50 cases, tumour: 16 channels, 49152 and 49152 voxels, standard, axes [2], mirroring true
    0.0 s, 4 cases, tumour: 16 channels, 49152 and 49152 voxels, nnunet, axes [2], mirroring true
    0.0 s, 50 cases, tumour: 16 channels, 49152 and 49152 voxels, standard, axes [2], mirroring true
    60.0 s, 4 cases, tumour: 16 channels, 49152 and 49152 voxels, nnunet, axes [2], mirroring true
    60.0 s, 50 cases, tumour: 16 channels, 49152 and 49152 voxels, standard, axes [2], mirroring true
    149.99 s, 4 cases, tumour: 16 channels, 49152 and 49152 voxels, nnunet, axes [2], mirroring true
    149.99 s, 50 cases, tumour: 16 channels, 49152 and 49152 voxels, standard, axes [2], mirroring true
    150.0 s, 4 cases, tumour: 16 channels, 49152 and 98304 voxels, nnunet, axes [2], mirroring true
    150.0 s, 50 cases, tumour: 16 channels, 49152 and 98304 voxels, standard, axes [2], mirroring true
    300.0 s, 4 cases, tumour: 16 channels, 49152 and 98304 voxels, nnunet, axes [2], mirroring true
    300.0 s, 50 cases, tumour: 16 channels, 49152 and 98304 voxels, standard, axes [2], mirroring true
    499.99 s, 4 cases, tumour: 16 channels, 49152 and 98304 voxels, nnunet, axes [2], mirroring true
    499.99 s, 50 cases, tumour: 16 channels, 49152 and 98304 voxels, standard, axes [2], mirroring true
    500.0 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    500.0 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    539.99 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    539.99 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    540.0 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    540.0 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    750.0 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    750.0 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    1499.99 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    1499.99 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    1500.0 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    1500.0 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    1620.0 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    1620.0 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    1800.0 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    1800.0 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    2499.99 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    2499.99 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    2500.0 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    2500.0 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    3600.0 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    3600.0 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    72000.0 s, 4 cases, tumour: 32 channels, 98304 and 98304 voxels, nnunet, axes [2], mirroring true
    72000.0 s, 50 cases, tumour: 32 channels, 98304 and 98304 voxels, standard, axes [2], mirroring true
    none s, 0 cases, tumour: 16 channels, 49152 and 49152 voxels, nnunet, axes [2], mirroring true
    none s, 1 cases, tumour: 16 channels, 49152 and 49152 voxels, nnunet, axes [2], mirroring true
    none s, 49 cases, tumour: 16 channels, 49152 and 49152 voxels, nnunet, axes [2], mirroring true
    none s, 51 cases, tumour: 16 channels, 49152 and 49152 voxels, standard, axes [2], mirroring true
    none s, 260 cases, tumour: 16 channels, 49152 and 49152 voxels, standard, axes [2], mirroring true
    none s, 60 cases, anterior/posterior: 16 channels, 49152 and 49152 voxels, standard, axes [2], mirroring true
    none s, 60 cases, Left hippocampus/right hippocampus: 16 channels, 49152 and 49152 voxels, standard, axes [], mirroring false
    none s, 60 cases, ventricle_l: 16 channels, 49152 and 49152 voxels, standard, axes [], mirroring false
    none s, 60 cases, lh.cortex: 16 channels, 49152 and 49152 voxels, standard, axes [], mirroring false
    none s, 60 cases, RH: 16 channels, 49152 and 49152 voxels, standard, axes [], mirroring false
    none s, 60 cases, r: 16 channels, 49152 and 49152 voxels, standard, axes [], mirroring false
    none s, 60 cases, L1/L2: 16 channels, 49152 and 49152 voxels, standard, axes [], mirroring false
    none s, 60 cases, lesion/grey matter: 16 channels, 49152 and 49152 voxels, standard, axes [2], mirroring true
    none s, 60 cases, cleft: 16 channels, 49152 and 49152 voxels, standard, axes [], mirroring false
    none s, 60 cases, bright: 16 channels, 49152 and 49152 voxels, standard, axes [], mirroring false
    none s, 60 cases, lung (R): 16 channels, 49152 and 49152 voxels, standard, axes [], mirroring false
    none s, 60 cases, liver: 16 channels, 49152 and 49152 voxels, standard, axes [2], mirroring true
    """

  static let plans = """
    32x46x31 [1.0 1.0 1.0] default: patch 32x48x32 batch 2 features [16 32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice false spacing [1.0 1.0 1.0]
    32x46x31 [1.0 1.0 1.0] whole: patch 32x48x32 batch 2 features [16 32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice false spacing [1.0 1.0 1.0]
    32x46x31 [1.0 1.0 1.0] wide: patch 32x48x32 batch 2 features [32 64 128 256] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice false spacing [1.0 1.0 1.0]
    32x46x31 [1.0 1.0 1.0] slices: patch 1x48x32 batch 32 features [16 32 64 128] kernels [[3 3] [3 3] [3 3] [3 3]] strides [[1 1] [2 2] [2 2] [2 2]] blocks [1 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    32x46x31 [1.0 1.0 1.0] given: patch 16x16x16 batch 2 features [8 16] kernels [[3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2]] blocks [1 2] batch Dice true spacing [1.0 1.0 1.0]
    36x50x35 [1.0 1.0 1.0] default: patch 32x48x32 batch 2 features [16 32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice false spacing [1.0 1.0 1.0]
    36x50x35 [1.0 1.0 1.0] whole: patch 40x56x40 batch 2 features [16 32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice false spacing [1.0 1.0 1.0]
    36x50x35 [1.0 1.0 1.0] wide: patch 40x56x40 batch 2 features [32 64 128 256] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice false spacing [1.0 1.0 1.0]
    36x50x35 [1.0 1.0 1.0] slices: patch 1x56x40 batch 32 features [16 32 64 128] kernels [[3 3] [3 3] [3 3] [3 3]] strides [[1 1] [2 2] [2 2] [2 2]] blocks [1 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    36x50x35 [1.0 1.0 1.0] given: patch 16x16x16 batch 2 features [8 16] kernels [[3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2]] blocks [1 2] batch Dice true spacing [1.0 1.0 1.0]
    60x80x60 [1.0 1.0 1.0] default: patch 32x48x32 batch 2 features [16 32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    60x80x60 [1.0 1.0 1.0] whole: patch 32x48x32 batch 2 features [16 32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    60x80x60 [1.0 1.0 1.0] wide: patch 40x56x40 batch 2 features [32 64 128 256] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice false spacing [1.0 1.0 1.0]
    60x80x60 [1.0 1.0 1.0] slices: patch 1x80x64 batch 32 features [16 32 64 128 256] kernels [[3 3] [3 3] [3 3] [3 3] [3 3]] strides [[1 1] [2 2] [2 2] [2 2] [2 2]] blocks [1 2 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    60x80x60 [1.0 1.0 1.0] given: patch 16x16x16 batch 2 features [8 16] kernels [[3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2]] blocks [1 2] batch Dice true spacing [1.0 1.0 1.0]
    120x160x160 [1.0 1.0 1.0] default: patch 24x40x40 batch 2 features [16 32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3] [3 1 1]] strides [[1 1 1] [2 2 2] [2 2 2] [1 2 2]] blocks [1 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    120x160x160 [1.0 1.0 1.0] whole: patch 24x40x40 batch 2 features [16 32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3] [3 1 1]] strides [[1 1 1] [2 2 2] [2 2 2] [1 2 2]] blocks [1 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    120x160x160 [1.0 1.0 1.0] wide: patch 40x48x48 batch 2 features [32 64 128 256] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    120x160x160 [1.0 1.0 1.0] slices: patch 1x160x160 batch 15 features [16 32 64 128 256 320] kernels [[3 3] [3 3] [3 3] [3 3] [3 3] [3 3]] strides [[1 1] [2 2] [2 2] [2 2] [2 2] [2 2]] blocks [1 2 2 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    120x160x160 [1.0 1.0 1.0] given: patch 16x16x16 batch 2 features [8 16] kernels [[3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2]] blocks [1 2] batch Dice true spacing [1.0 1.0 1.0]
    20x96x96 [5.0 1.0 1.0] default: patch 12x64x64 batch 2 features [16 32 64 128 256] kernels [[1 3 3] [1 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [1 2 2] [1 2 2] [2 2 2] [1 2 2]] blocks [1 2 2 2 2] batch Dice false spacing [5.0 1.0 1.0]
    20x96x96 [5.0 1.0 1.0] whole: patch 12x64x64 batch 2 features [16 32 64 128 256] kernels [[1 3 3] [1 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [1 2 2] [1 2 2] [2 2 2] [1 2 2]] blocks [1 2 2 2 2] batch Dice false spacing [5.0 1.0 1.0]
    20x96x96 [5.0 1.0 1.0] wide: patch 16x64x80 batch 2 features [32 64 128 256 320] kernels [[1 3 3] [1 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [1 2 2] [1 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2 2] batch Dice false spacing [5.0 1.0 1.0]
    20x96x96 [5.0 1.0 1.0] slices: patch 1x96x96 batch 32 features [16 32 64 128 256] kernels [[3 3] [3 3] [3 3] [3 3] [3 3]] strides [[1 1] [2 2] [2 2] [2 2] [2 2]] blocks [1 2 2 2 2] batch Dice true spacing [5.0 1.0 1.0]
    20x96x96 [5.0 1.0 1.0] given: patch 16x16x16 batch 2 features [8 16] kernels [[1 3 3] [1 3 3]] strides [[1 1 1] [1 2 2]] blocks [1 2] batch Dice true spacing [5.0 1.0 1.0]
    100x512x512 [2.5 0.75 0.75] default: patch 12x64x64 batch 2 features [16 32 64 128 256] kernels [[1 3 3] [3 3 3] [3 3 3] [3 3 3] [3 1 1]] strides [[1 1 1] [1 2 2] [2 2 2] [1 2 2] [1 2 2]] blocks [1 2 2 2 2] batch Dice true spacing [2.5 0.75 0.75]
    100x512x512 [2.5 0.75 0.75] whole: patch 12x64x64 batch 2 features [16 32 64 128 256] kernels [[1 3 3] [3 3 3] [3 3 3] [3 3 3] [3 1 1]] strides [[1 1 1] [1 2 2] [2 2 2] [1 2 2] [1 2 2]] blocks [1 2 2 2 2] batch Dice true spacing [2.5 0.75 0.75]
    100x512x512 [2.5 0.75 0.75] wide: patch 12x80x80 batch 2 features [32 64 128 256 320] kernels [[1 3 3] [3 3 3] [3 3 3] [3 3 3] [3 1 1]] strides [[1 1 1] [1 2 2] [2 2 2] [1 2 2] [1 2 2]] blocks [1 2 2 2 2] batch Dice true spacing [2.5 0.75 0.75]
    100x512x512 [2.5 0.75 0.75] slices: patch 1x192x224 batch 9 features [16 32 64 128 256 320] kernels [[3 3] [3 3] [3 3] [3 3] [3 3] [3 3]] strides [[1 1] [2 2] [2 2] [2 2] [2 2] [2 2]] blocks [1 2 2 2 2 2] batch Dice true spacing [2.5 0.75 0.75]
    100x512x512 [2.5 0.75 0.75] given: patch 16x16x16 batch 2 features [8 16] kernels [[1 3 3] [3 3 3]] strides [[1 1 1] [1 2 2]] blocks [1 2] batch Dice true spacing [2.5 0.75 0.75]
    3x3x3 [1.0 1.0 1.0] default: patch 3x3x3 batch 2 features [16 32] kernels [[3 3 3] [3 3 3]] strides [[1 1 1] [1 1 1]] blocks [1 2] batch Dice false spacing [1.0 1.0 1.0]
    3x3x3 [1.0 1.0 1.0] whole: patch 3x3x3 batch 2 features [16 32] kernels [[3 3 3] [3 3 3]] strides [[1 1 1] [1 1 1]] blocks [1 2] batch Dice false spacing [1.0 1.0 1.0]
    3x3x3 [1.0 1.0 1.0] wide: patch 3x3x3 batch 2 features [32 64] kernels [[3 3 3] [3 3 3]] strides [[1 1 1] [1 1 1]] blocks [1 2] batch Dice false spacing [1.0 1.0 1.0]
    3x3x3 [1.0 1.0 1.0] slices: patch 1x3x3 batch 32 features [16 32] kernels [[3 3] [3 3]] strides [[1 1] [1 1]] blocks [1 2] batch Dice false spacing [1.0 1.0 1.0]
    3x3x3 [1.0 1.0 1.0] given: patch 16x16x16 batch 2 features [8 16] kernels [[3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2]] blocks [1 2] batch Dice false spacing [1.0 1.0 1.0]
    1x300x280 [8.0 0.5 0.5] default: patch 1x224x192 batch 2 features [16 32 64 128 256 320] kernels [[1 3 3] [1 3 3] [1 3 3] [1 3 3] [3 3 3] [3 1 1]] strides [[1 1 1] [1 2 2] [1 2 2] [1 2 2] [1 2 2] [1 2 2]] blocks [1 2 2 2 2 2] batch Dice false spacing [8.0 0.5 0.5]
    1x300x280 [8.0 0.5 0.5] whole: patch 1x320x288 batch 2 features [16 32 64 128 256 320] kernels [[1 3 3] [1 3 3] [1 3 3] [1 3 3] [3 3 3] [3 1 1]] strides [[1 1 1] [1 2 2] [1 2 2] [1 2 2] [1 2 2] [1 2 2]] blocks [1 2 2 2 2 2] batch Dice false spacing [8.0 0.5 0.5]
    1x300x280 [8.0 0.5 0.5] wide: patch 1x320x288 batch 2 features [32 64 128 256 320 320] kernels [[1 3 3] [1 3 3] [1 3 3] [1 3 3] [3 3 3] [3 1 1]] strides [[1 1 1] [1 2 2] [1 2 2] [1 2 2] [1 2 2] [1 2 2]] blocks [1 2 2 2 2 2] batch Dice false spacing [8.0 0.5 0.5]
    1x300x280 [8.0 0.5 0.5] slices: patch 1x224x192 batch 9 features [16 32 64 128 256 320] kernels [[3 3] [3 3] [3 3] [3 3] [3 3] [3 3]] strides [[1 1] [2 2] [2 2] [2 2] [2 2] [2 2]] blocks [1 2 2 2 2 2] batch Dice false spacing [8.0 0.5 0.5]
    1x300x280 [8.0 0.5 0.5] given: patch 16x16x16 batch 2 features [8 16] kernels [[1 3 3] [1 3 3]] strides [[1 1 1] [1 2 2]] blocks [1 2] batch Dice true spacing [8.0 0.5 0.5]
    16x18x20 [1.0 1.0 1.0] default: patch 16x20x20 batch 2 features [16 32 64] kernels [[3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2]] blocks [1 2 2] batch Dice false spacing [1.0 1.0 1.0]
    16x18x20 [1.0 1.0 1.0] whole: patch 16x20x20 batch 2 features [16 32 64] kernels [[3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2]] blocks [1 2 2] batch Dice false spacing [1.0 1.0 1.0]
    16x18x20 [1.0 1.0 1.0] wide: patch 16x20x20 batch 2 features [32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2]] blocks [1 2 2] batch Dice false spacing [1.0 1.0 1.0]
    16x18x20 [1.0 1.0 1.0] slices: patch 1x20x20 batch 32 features [16 32 64] kernels [[3 3] [3 3] [3 3]] strides [[1 1] [2 2] [2 2]] blocks [1 2 2] batch Dice true spacing [1.0 1.0 1.0]
    16x18x20 [1.0 1.0 1.0] given: patch 16x16x16 batch 2 features [8 16] kernels [[3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2]] blocks [1 2] batch Dice false spacing [1.0 1.0 1.0]
    300x10x12 [1.0 2.0 2.0] default: patch 320x10x12 batch 2 features [16 32 64 128 256 320] kernels [[3 1 1] [3 3 3] [3 3 3] [1 3 3] [1 3 3] [1 3 3]] strides [[1 1 1] [2 1 1] [2 2 2] [2 1 1] [2 1 1] [2 1 1]] blocks [1 2 2 2 2 2] batch Dice false spacing [1.0 2.0 2.0]
    300x10x12 [1.0 2.0 2.0] whole: patch 320x10x12 batch 2 features [16 32 64 128 256 320] kernels [[3 1 1] [3 3 3] [3 3 3] [1 3 3] [1 3 3] [1 3 3]] strides [[1 1 1] [2 1 1] [2 2 2] [2 1 1] [2 1 1] [2 1 1]] blocks [1 2 2 2 2 2] batch Dice false spacing [1.0 2.0 2.0]
    300x10x12 [1.0 2.0 2.0] wide: patch 320x10x12 batch 2 features [32 64 128 256 320 320] kernels [[3 1 1] [3 3 3] [3 3 3] [1 3 3] [1 3 3] [1 3 3]] strides [[1 1 1] [2 1 1] [2 2 2] [2 1 1] [2 1 1] [2 1 1]] blocks [1 2 2 2 2 2] batch Dice false spacing [1.0 2.0 2.0]
    300x10x12 [1.0 2.0 2.0] slices: patch 1x10x12 batch 32 features [16 32] kernels [[3 3] [3 3]] strides [[1 1] [2 2]] blocks [1 2] batch Dice true spacing [1.0 2.0 2.0]
    300x10x12 [1.0 2.0 2.0] given: patch 16x16x16 batch 2 features [8 16] kernels [[3 1 1] [3 3 3]] strides [[1 1 1] [2 1 1]] blocks [1 2] batch Dice true spacing [1.0 2.0 2.0]
    64x64x7 [0.6 0.6 3.0] default: patch 64x64x7 batch 2 features [16 32 64 128 256] kernels [[3 3 1] [3 3 1] [3 3 3] [3 3 3] [1 1 3]] strides [[1 1 1] [2 2 1] [2 2 1] [2 2 1] [2 2 1]] blocks [1 2 2 2 2] batch Dice false spacing [0.6 0.6 3.0]
    64x64x7 [0.6 0.6 3.0] whole: patch 64x64x7 batch 2 features [16 32 64 128 256] kernels [[3 3 1] [3 3 1] [3 3 3] [3 3 3] [1 1 3]] strides [[1 1 1] [2 2 1] [2 2 1] [2 2 1] [2 2 1]] blocks [1 2 2 2 2] batch Dice false spacing [0.6 0.6 3.0]
    64x64x7 [0.6 0.6 3.0] wide: patch 64x64x7 batch 2 features [32 64 128 256 320] kernels [[3 3 1] [3 3 1] [3 3 3] [3 3 3] [1 1 3]] strides [[1 1 1] [2 2 1] [2 2 1] [2 2 1] [2 2 1]] blocks [1 2 2 2 2] batch Dice false spacing [0.6 0.6 3.0]
    64x64x7 [0.6 0.6 3.0] slices: patch 1x64x7 batch 32 features [16 32 64 128] kernels [[3 1] [3 1] [3 3] [3 3]] strides [[1 1] [2 1] [2 1] [2 1]] blocks [1 2 2 2] batch Dice true spacing [0.6 0.6 3.0]
    64x64x7 [0.6 0.6 3.0] given: patch 16x16x16 batch 2 features [8 16] kernels [[3 3 1] [3 3 1]] strides [[1 1 1] [2 2 1]] blocks [1 2] batch Dice true spacing [0.6 0.6 3.0]
    155x240x240 [1.0 1.0 1.0] default: patch 24x40x48 batch 2 features [16 32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3] [3 1 1]] strides [[1 1 1] [2 2 2] [2 2 2] [1 2 2]] blocks [1 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    155x240x240 [1.0 1.0 1.0] whole: patch 24x40x48 batch 2 features [16 32 64 128] kernels [[3 3 3] [3 3 3] [3 3 3] [3 1 1]] strides [[1 1 1] [2 2 2] [2 2 2] [1 2 2]] blocks [1 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    155x240x240 [1.0 1.0 1.0] wide: patch 32x48x56 batch 2 features [32 64 128 256] kernels [[3 3 3] [3 3 3] [3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2] [2 2 2] [2 2 2]] blocks [1 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    155x240x240 [1.0 1.0 1.0] slices: patch 1x192x224 batch 9 features [16 32 64 128 256 320] kernels [[3 3] [3 3] [3 3] [3 3] [3 3] [3 3]] strides [[1 1] [2 2] [2 2] [2 2] [2 2] [2 2]] blocks [1 2 2 2 2 2] batch Dice true spacing [1.0 1.0 1.0]
    155x240x240 [1.0 1.0 1.0] given: patch 16x16x16 batch 2 features [8 16] kernels [[3 3 3] [3 3 3]] strides [[1 1 1] [2 2 2]] blocks [1 2] batch Dice true spacing [1.0 1.0 1.0]
    """
}
