import Foundation
import Training

/// Shows a training on the terminal: a bar that moves, and a line for every epoch.
struct TrainingDisplay {
  private let classes: [String]
  private var stage = ""
  private var bar = ProgressBar("")
  private var lastEpoch = ""
  private var loss: Double?
  private let isTerminal = isatty(2) == 1
  private var epochShown = Date.distantPast

  init(classes: [String]) { self.classes = classes }

  mutating func show(_ event: TrainingEvent) {
    switch event {
    case .preparing(let name, let fraction):
      if name != stage {
        stage = name
        bar = ProgressBar(name)
      }
      bar.update(fraction)
    case .started(let summary):
      write(
        "Training on \(summary.cases). Patch \(summary.patch), batch \(summary.batch), \(summary.parameters / 1000) thousand parameters, \(summary.precision), \(summary.peakByteCount >> 20) MB\(summary.recomputation.map { "; \($0)" } ?? "").\n"
      )
      bar = ProgressBar("Training")
    case .step(let progress, let loss, let rate):
      guard isTerminal else { return }
      self.loss = self.loss.map { 0.95 * $0 + 0.05 * Double(loss) } ?? Double(loss)
      let shown = String(format: "loss %.3f  rate %.1e", self.loss ?? 0, rate)
      bar.update(min(progress, 0.999), "\(lastEpoch)\(shown)")
    case .epoch(let record):
      let dice = zip(classes, record.dice).map { name, dice in
        "\(name) \(dice.map { String(format: "%.3f", $0) } ?? "absent")"
      }.joined(separator: ", ")
      lastEpoch =
        "epoch \(record.epoch)  Dice \(record.meanDice.map { String(format: "%.3f", $0) } ?? "-")  "
      guard isTerminal || Date().timeIntervalSince(epochShown) > 10 else { return }
      epochShown = Date()
      let text = String(
        format: "epoch %d  step %d  %@  loss %.4f  rate %.1e  Dice: ", record.epoch, record.step,
        ProgressBar.clock(record.seconds), record.loss, record.learningRate)
      write((isTerminal ? "\r\u{1B}[K" : "") + text + dice + "\n")
    case .detail(let text): write("  \(text)\n")
    case .note(let text): write((isTerminal ? "\r\u{1B}[K" : "") + "Note: \(text)\n")
    }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
