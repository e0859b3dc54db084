/// The version of the program, as it stands in models and reports.
public enum SoftwareVersion {
  public static let current = "0.1.0"
}
