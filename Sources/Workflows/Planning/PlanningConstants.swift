/// Every number that a choice of planning depends on, with its unit and the measurement behind it.
///
/// "Measured" names a section of `Benchmarks/README.md`. Times are seconds of the reference machine, see ``ReferenceSeconds``.
package enum PlanningConstants {
  /// What the time decides.
  package enum Time {
    /// How long a training runs in all where neither a time nor epochs are given, in seconds of the clock.
    package static let defaultLimitSeconds = 1800.0
    /// The reference seconds of one network from which the whole volume is the better patch, where it is small enough.
    ///
    /// Measured: "How the default pipeline was chosen"; smaller patches lead only in the first minute.
    package static let wholeVolume = ReferenceSeconds(150)
    /// The reference seconds of one network from which twice the width is worth its time.
    ///
    /// Measured: "How the default pipeline was chosen"; 1400 steps of the wide network take about nine minutes and are worth
    /// as much as five narrow networks.
    package static let wideNetwork = ReferenceSeconds(500)
    /// The reference seconds of the whole training from which several networks predict better than one.
    ///
    /// Measured: "How the default pipeline was chosen", the table by the clock.
    package static let ensemble = ReferenceSeconds(540)
    /// How many networks share the time from then on.
    package static let ensembleNetworks = 3
  }

  /// How a time limit is divided; see `TimeBudget` in Training.
  package enum Budget {
    /// Seconds that are kept for writing files at the end.
    package static let savingSeconds = 2.0
    /// Seconds that are kept for each held-out case before a validation has been measured.
    package static let assumedSecondsPerHeldOutCase = 0.1
    /// Seconds that are kept for reading, writing and measuring each held-out case besides its prediction.
    package static let secondsPerHeldOutFile = 0.05
    /// How much longer a prediction takes of a whole volume, restored to its own grid, than on the network's grid.
    package static let wholeVolumeCost = 1.25
    /// The part of the time since the first step that validations may take: 1 for as much as they like.
    package static let largestValidationShare = 1.0
  }

  /// What the number of cases decides.
  package enum Cases {
    /// Labelled or not, below this many cases are augmented as nnU-Net does.
    ///
    /// Measured: "How the default pipeline was chosen", the twenty brain phantoms.
    package static let fewerForStrongAugmentation = 50
  }

  /// How a network grows with the time.
  package enum Network {
    /// What the channels of every stage are multiplied with where there is time for a wide network.
    package static let wideFactor = 2
    /// Voxels of a patch that wide networks, and patches that hold a volume whole, may have.
    ///
    /// Measured: "How the default pipeline was chosen"; 40 x 56 x 40 has 89 600.
    package static let largePatchVoxels = 98_304
    /// Stages of a network, full resolution among them, where a pipeline does not list them.
    package static let mostStages = 6
    /// Voxels that an axis must have left to be halved together with another one.
    package static let shortestHalvedAxis = 8
    /// Voxels that an axis must have left to be halved alone.
    package static let shortestAxisHalvedAlone = 12
    /// How many times the finest spacing an axis may have to be halved and convolved with the others.
    ///
    /// Source: nnU-Net v2's experiment planner.
    package static let coarseSpacingRatio = 2.0
  }

  /// How large patches and batches are.
  package enum Patch {
    /// Voxels of the largest patch that is considered, as a cube in mm: 256³.
    ///
    /// Source: nnU-Net v2's experiment planner.
    package static let largestCubeVoxels = 256.0 * 256 * 256
    /// The same for slices, as a square: 2048².
    package static let largestSquareVoxels = 2048.0 * 2048
    /// Voxels below which no axis of a patch is shortened.
    package static let shortestAxis = 4
    /// Patches of a batch in three dimensions.
    ///
    /// Measured: in the same time, many steps of two patches came further than half as many of four.
    package static let batch = 2
    /// Pixels that make a batch of slices worth its step.
    package static let sliceBatchPixels = 400_000
    /// How many slices a batch may have.
    package static let sliceBatch = 2...32
    /// How many times a patch must fit into the median volume for Dice to be summed over the batch.
    ///
    /// Many a patch that is small beside the volumes lacks a label, and says nothing on its Dice alone.
    /// Source: nnU-Net v2. Measured: "How the default pipeline was chosen", the brain phantoms.
    package static let batchDiceVolumeRatio = 4
  }

  /// How intensities are normalised.
  package enum Intensities {
    /// The part of the volume that the crop to non-zero leaves, below which only voxels inside are normalised.
    ///
    /// Source: nnU-Net v2's fingerprint.
    package static let maskedCropRatio = 0.75
  }
}
