import Files
import Labels
import Volumes

extension LabelMap {
  /// The label map as class indices of a table.
  /// - Throws: ``VolumeFileError`` that lists the values that the table does not hold with their numbers of voxels.
  func classIndices(of table: LabelScheme, file: String) throws(VolumeFileError) -> LabelMap {
    if let indices = table.classIndices(of: self) { return indices }
    let unknown = table.unknownValues(in: self)
    let list = unknown.prefix(8).map { "\($0.value) (\($0.voxels) voxels)" }.joined(separator: ", ")
    let more = unknown.count > 8 ? " and \(unknown.count - 8) more" : ""
    let known = table.entries.prefix(12).map { "\($0.value)" }.joined(separator: ", ")
    throw VolumeFileError(
      .badData,
      """
      holds label values that are not in the data set's list \
      (\(known)\(table.count > 12 ? ", ..." : "")): \(list)\(more); add them to the list of \
      labels or correct the file
      """,
      path: file)
  }
}
