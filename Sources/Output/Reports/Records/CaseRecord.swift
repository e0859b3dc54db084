/// What is kept of a case besides its score.
struct CaseRecord: Codable {
  var pictures: CasePictures
  var files: [InputFile]
}
