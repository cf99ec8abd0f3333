// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Reports

/// Writes the reports of one command to standard output.
final class ReportWriter<Report: AnnotatedReport> {
  private let format: ReportFormat
  private var run: AnnotatedRun

  init(_ format: ReportFormat, command: String) {
    self.format = format
    run = AnnotatedRun(
      command: command, version: Version.number, rules: Report.rules)
  }

  /// - Parameter notes: for other tools, also what is no more than worth knowing.
  ///
  /// - Returns: how the command ends if this is the worst of its images.
  /// - Throws: when the image was cut off meanwhile.
  func show(
    _ report: Report, notes: Bool = true, text: @autoclosure () -> [String]
  ) throws -> ExitStatus {
    try ImageFile.checkWhole()
    switch format {
    case .text: print(lines: text())
    case .json: print(try renderJSON(report, .lines))
    case .annotations: run.images.append(AnnotatedRun.Image(report, notes: notes))
    }
    return ExitStatus(report)
  }

  /// In text, standard error has said it.
  func show(_ failure: FailureReport) throws {
    switch format {
    case .text: break
    case .json: print(try renderJSON(failure, of: Report.form))
    case .annotations: run.images.append(AnnotatedRun.Image(failure))
    }
  }

  /// When every image had its turn.
  func end() throws {
    guard case .annotations(let format) = format else { return }
    print(try format.text(run), terminator: "")
  }
}
