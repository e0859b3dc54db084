/// Which values of a metric are better.
public enum MetricDirection: String, Codable, Sendable {
  case higher, lower, nearerZero
}
