// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Reports

/// A report with the command's other results for one image.
struct ImageResult<Report: AnnotatedReport>: Sendable {
  let report: Report
  /// Whether annotation formats include notes.
  var notes = true
  /// Whether the user asked for parts of the text form that images without errors and warnings have.
  var isDetailed = false
  /// The text form.
  let text: @Sendable () -> [String]
  /// The map for pages.
  var map: (@Sendable () -> GuestMap?)?
  /// The lines for standard error.
  var complaints: [String] = []
  /// The lowest exit code for this image.
  var least = ExitStatus.clean
}

/// Converts the reports of one command to output. Usable on any thread.
struct Rendering<Report: AnnotatedReport>: Sendable {
  let format: ReportFormat
  /// The known findings; nil if all findings count.
  var baseline: Baseline?
  /// Whether this is the only image of the run.
  var isOnly = false
  /// How much text to show of images without errors and warnings.
  var detail = TextSelection.Detail.full

  /// - Parameter input: the number to add to the lines; nil for none.
  /// - Returns: nil if there is no report.
  func finished(_ judged: [ImageResult<Report>], input: Int? = nil) throws -> ImageOutput? {
    guard !judged.isEmpty else { return nil }
    var finished = ImageOutput(status: .clean)
    for one in judged {
      finished.complaints += one.complaints
      if one.report.error != nil { finished.failed.append(one.report.image) }
      try add(one, baseline?.compare(one.report, isOnly: isOnly), input, to: &finished)
    }
    return finished
  }

  private func add(
    _ one: ImageResult<Report>, _ comparison: BaselineComparison?, _ input: Int?,
    to finished: inout ImageOutput
  ) throws {
    var status = ExitStatus(one.report)
    // An image that could not be checked is not compared.
    let comparison = status == .failed ? nil : comparison
    if let comparison {
      status = comparison.new.isEmpty ? .clean : .findings
      finished.entries.append(Baseline.Entry(one.report))
    }
    finished.status = max(finished.status, one.least, status)
    switch format {
    case .text:
      finished.texts.append(text(one, comparison, isClean: max(one.least, status) == .clean))
      finished.images.append(image(one, comparison, hasPage: false))
    case .json:
      finished.lines.append(try renderJSON(one.report, baseline: comparison, input: input))
      guard let input else { return }
      let view = ShardView(
        input: input,
        text: text(one, comparison, isClean: max(one.least, status) == .clean),
        shown: image(one, comparison, hasPage: true))
      finished.lines.append(try renderJSON(view, .lines))
    case .annotations(let format):
      finished.images.append(image(one, comparison, hasPage: format.showsPages))
    }
  }

  /// - Parameter isClean: whether there is nothing that counts as a finding.
  private func text(
    _ one: ImageResult<Report>, _ comparison: BaselineComparison?, isClean: Bool
  ) -> ImageText {
    if let lines = comparison?.lines(.terminal()) {
      return ImageText(lines, brief: isClean ? lines : nil)
    }
    let lines = one.text()
    guard isClean, !one.isDetailed else { return ImageText(lines, brief: isClean ? lines : nil) }
    return ImageText(lines, clean: one.report, style: .terminal())
  }

  private func image(
    _ one: ImageResult<Report>, _ comparison: BaselineComparison?, hasPage: Bool
  ) -> AnnotatedRun.Image {
    var image =
      comparison.map { AnnotatedRun.Image(one.report, $0) }
      ?? AnnotatedRun.Image(one.report, notes: one.notes)
    if hasPage, image.error == nil { image.page = ReportPage(one.report, map: one.map?()) }
    return image
  }

  /// The result for an image that could not be checked. In text, the message on standard error is
  /// sufficient.
  func finished(_ failure: FailureReport, input: Int? = nil) throws -> ImageOutput {
    var finished = ImageOutput(status: .failed)
    switch format {
    case .text: finished.images = [AnnotatedRun.Image(failure)]
    case .json:
      finished.lines = [try renderJSON(failure, of: Report.form, input: input)]
      guard let input else { break }
      let view = ShardView(
        input: input, text: ImageText([]), shown: AnnotatedRun.Image(failure))
      finished.lines.append(try renderJSON(view, .lines))
    case .annotations: finished.images = [AnnotatedRun.Image(failure)]
    }
    return finished
  }
}

/// Writes the reports of one command to standard output.
final class ReportWriter<Report: AnnotatedReport> {
  let rendering: Rendering<Report>
  private var run: AnnotatedRun
  private var tally = ImageTally(of: Report.form)
  private var selection: TextSelection

  convenience init(_ format: ReportFormat, command: String) {
    self.init(Rendering(format: format), command: command)
  }

  init(_ rendering: Rendering<Report>, command: String) {
    self.rendering = rendering
    selection = TextSelection(rendering.detail)
    run = AnnotatedRun(
      command: command, version: Version.number, rules: Report.rules)
  }

  func write(_ finished: ImageOutput) {
    switch rendering.format {
    case .text:
      for text in finished.texts { print(lines: selection.add(text)) }
      for image in finished.images { tally.add(image) }
    case .json: for line in finished.lines { print(line) }
    case .annotations: run.images += finished.images
    }
  }

  /// Writes one report.
  ///
  /// - Parameter notes: whether annotation formats include notes.
  ///
  /// - Returns: the exit code for the report.
  /// - Throws: if the image was truncated while it was read.
  func show(
    _ report: Report, notes: Bool = true, text: @autoclosure () -> [String]
  ) throws -> ExitStatus {
    try ImageFile.checkWhole()
    let lines = rendering.format.isText ? text() : []
    let judged = ImageResult(report: report, notes: notes, text: { lines })
    guard let finished = try rendering.finished([judged]) else { return .clean }
    write(finished)
    return finished.status
  }

  /// Writes the result for an image that could not be checked. In text, the caller has reported it
  /// on standard error.
  func show(_ failure: FailureReport) throws { write(try rendering.finished(failure)) }

  /// Ends the output after the last image.
  ///
  /// - Parameter stale: what nothing in the run needs.
  func end(_ stale: StaleEntries = StaleEntries()) throws {
    switch rendering.format {
    case .text:
      tally.stale = stale.findings.count
      print(
        lines: selection.end() + tally.lines(listsUnchecked: !StandardStreams.areTogether))
    case .json: if let line = try StaleReport.line(stale, of: Report.form) { print(line) }
    case .annotations(let format):
      run.stale = stale.annotations
      print(try format.text(run), terminator: "")
    }
  }
}
