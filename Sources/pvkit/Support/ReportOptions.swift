// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Reports

/// What the commands take that check images.
struct ReportOptions: ParsableArguments {
  @Option(help: "The output format; all but text and json are for other tools (Docs/ci.md).")
  var format = ReportFormat.text

  @OptionGroup var input: ImageOptions

  /// Does the work for each image, which hands its reports to the writer; the worst of the ends.
  func worst<Report: AnnotatedReport>(
    as command: String, _ work: (String, ReportWriter<Report>) throws -> ExitStatus
  ) throws -> ExitStatus {
    let writer = ReportWriter<Report>(format, command: command)
    let worst = try input.worst({ try work($0, writer) }, failed: writer.show)
    try writer.end()
    return worst
  }
}
