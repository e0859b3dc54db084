import Augmentation
package import Pipelines

extension PipelineConfiguration {
  /// This pipeline as it suits a data set and a time: what is used where nobody names a pipeline.
  ///
  /// - Parameters:
  ///   - time: What one network has; `nil` where it is not known.
  package func suited(to traits: DatasetTraits, networkTime time: ReferenceSeconds?)
    -> PipelineConfiguration
  {
    typealias Constants = PlanningConstants
    var chosen = self
    let time = time ?? ReferenceSeconds(0)
    if time >= Constants.Time.wideNetwork {
      chosen.network.firstFeatures *= Constants.Network.wideFactor
      chosen.network.mostPatchVoxels = Constants.Network.largePatchVoxels
    }
    if time >= Constants.Time.wholeVolume {
      chosen.network.wholePatchVoxels = Constants.Network.largePatchVoxels
    }
    if traits.caseCount < Constants.Cases.fewerForStrongAugmentation {
      chosen.augmentationPreset = .nnUNet
      chosen.augmentation = chosen.augmentationPreset.configuration
    }
    // Axis 2 is width: left to right.
    chosen.augmentation.mirrorAxes = traits.namesSides ? [] : [2]
    chosen.inference.mirroring = !traits.namesSides
    return chosen
  }
}
