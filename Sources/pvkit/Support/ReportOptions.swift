// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import GuestImage
import Reports

/// The options of commands that check images.
struct ReportOptions: ParsableArguments {
  @Option(help: "The output format; all but text and json are for other tools (Docs/ci.md).")
  var format = ReportFormat.text

  @OptionGroup var detail: DetailOptions

  @OptionGroup var baseline: BaselineOptions

  @Option(
    help: """
      Check only the I-th of N parts of the files, on one of several machines; `pvkit report merge` joins \
      the reports. With --format json.
      """,
    transform: Shard.init)
  var shard: Shard?

  @OptionGroup var project: ProjectOptions

  @OptionGroup var input: ImageOptions

  func validate() throws {
    try detail.check(format)
    try shard?.check(format)
    guard shard == nil || !baseline.updateBaseline else {
      throw ValidationError("--update-baseline: join the shards first (pvkit report merge)")
    }
  }

  /// Checks each image, and writes the reports in the order of the images; see `ReportRun`.
  func worst<Report: AnnotatedReport>(
    as command: String, asked: [String: String], _ kinds: ImageKinds,
    isTree: (String) -> Bool = { _ in false }, comparesReports: Bool = true,
    baselineText: String? = nil, stale: @autoclosure () -> StaleEntries = StaleEntries(),
    _ judge: @escaping @Sendable (ImageSubject) throws -> [ImageResult<Report>]
  ) throws -> ExitStatus {
    let run = ReportRun(
      input: input, format: format, detail: detail, shard: shard, baseline: baseline,
      comparesReports: comparesReports)
    return try run.worst(
      as: command, asked: asked, kinds, isTree: isTree, baselineText: baselineText,
      stale: stale(), judge)
  }
}
