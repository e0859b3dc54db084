public import Files

/// Why a report could not be made.
public enum ReportError: UserFacingError, Hashable {
  /// cairo could not make a picture or page; its own words.
  case drawing(String)
  /// The pictures kept aside for the report could not be read back.
  case pictures(String)

  public var kind: FailureKind { self.isDrawing ? .internalFault : .inputOutput }

  private var isDrawing: Bool {
    if case .drawing = self { true } else { false }
  }

  public var description: String {
    switch self {
    case .drawing(let reason): "cannot draw the report: \(reason)"
    case .pictures(let place): "\(place): cannot read the report's pictures back; is the disk full?"
    }
  }
}
