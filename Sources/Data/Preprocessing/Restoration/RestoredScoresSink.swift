/// Takes scores on the grid of the input: plane after plane, all channels of some planes in their order before the next planes.
package protocol RestoredScoresSink {
  mutating func receive(_ scores: RestoredScores) throws
}
