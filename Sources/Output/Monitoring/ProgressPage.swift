import Foundation
import Training

/// A training as a page that follows it: `progress.html`.
///
/// It reloads itself while the training runs, and needs no other file.
struct ProgressPage {
  var name: String
  var log: TrainingLog
  var slices: [ValidationSlice]
  /// How much of the training is done, 0 to 1.
  var progress: Double

  var html: String {
    let isRunning = progress < 1
    let last = log.records.last
    let dice = last?.meanDice.map { String(format: "%.4f", $0) } ?? "not known"
    let left = last.map { $0.seconds * (1 - progress) / max(progress, 1e-3) } ?? 0
    let state =
      isRunning
      ? "\(Int(progress * 100)) % done, about \(ProgressChart.time(left)) left" : "finished"
    let title = "Training of \(ProgressChart.escaped(name))"
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      \(isRunning ? "<meta http-equiv=\"refresh\" content=\"15\">" : "")
      <title>\(title)</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; background: #fff }
      figure { display: inline-block; margin: 0 1rem 1rem 0 } canvas { width: 16rem; max-width: 100%; image-rendering: pixelated; background: #000 }
      figcaption, .note { color: #57606a; font-size: .9rem } svg { width: 100%; height: auto } progress { width: 100% }
      @media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117 } figcaption, .note { color: #9da7b3 } }
      </style></head><body>
      <h1>\(title)</h1>
      <p>Epoch \(last?.epoch ?? 0), step \(last?.step ?? 0), \(state). Mean Dice of the validation cases: <strong>\(dice)</strong>.</p>
      <progress max="1" value="\(String(format: "%.4f", progress))">\(state)</progress>
      \(ProgressChart(log: log).svg)
      <h2>What the network makes of validation cases</h2>
      <p class="note">The slice across the most foreground. Solid lines: the network now. Dashed: the reference.</p>
      \(slices.map(figure).joined(separator: "\n"))
      <script>
      const colors = ["#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#D55E00", "#0072B2"];
      const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
      for (const canvas of document.querySelectorAll("canvas")) {
        const w = +canvas.dataset.width, h = +canvas.dataset.height, zoom = Math.max(1, Math.round(512 / Math.max(w, h)));
        canvas.width = w * zoom; canvas.height = h * zoom;
        const context = canvas.getContext("2d"), image = bytes(canvas.dataset.image), small = new OffscreenCanvas(w, h);
        const pixels = new ImageData(w, h);
        image.forEach((v, i) => pixels.data.set([v, v, v, 255], 4 * i));
        small.getContext("2d").putImageData(pixels, 0, 0);
        context.imageSmoothingEnabled = false;
        context.drawImage(small, 0, 0, w * zoom, h * zoom);
        const outline = (labels, dash) => {
          context.lineWidth = Math.max(1.5, zoom / 3); context.setLineDash(dash);
          for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) {
            const label = labels[y * w + x]; if (!label) continue;
            context.strokeStyle = colors[(label - 1) % colors.length];
            for (const [dx, dy, x1, y1, x2, y2] of [[-1,0,0,0,0,1],[1,0,1,0,1,1],[0,-1,0,0,1,0],[0,1,0,1,1,1]]) {
              const u = x + dx, v = y + dy;
              if (u >= 0 && v >= 0 && u < w && v < h && labels[v * w + u] === label) continue;
              context.beginPath(); context.moveTo((x + x1) * zoom, (y + y1) * zoom); context.lineTo((x + x2) * zoom, (y + y2) * zoom); context.stroke();
            }
          }
        };
        outline(bytes(canvas.dataset.reference), [zoom / 2, zoom / 2]);
        outline(bytes(canvas.dataset.prediction), []);
      }
      </script>
      </body></html>

      """
  }

  private func figure(_ slice: ValidationSlice) -> String {
    func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
    let id = ProgressChart.escaped(slice.caseID).replacingOccurrences(of: "\"", with: "&quot;")
    return """
      <figure><canvas role="img" aria-label="Slice of \(id) with the outlines of reference and prediction" data-width="\(slice.width)" data-height="\(slice.height)" data-image="\(text(slice.image))" data-reference="\(text(slice.reference))" data-prediction="\(text(slice.prediction))"></canvas><figcaption>\(id)</figcaption></figure>
      """
  }
}
