public import Volumes
public struct AbdomenPhantom: Sendable {
  public init(_ configuration: PhantomConfiguration) throws(PhantomError) { try configuration.validate() }
  public func make(case index: Int) -> (image: Volume, labels: LabelMap) { fatalError() }
}
