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
    guard shard == nil || format.isJson else {
      throw ValidationError("--shard needs --format json, which `pvkit report merge` joins")
    }
    guard shard == nil || !baseline.updateBaseline else {
      throw ValidationError("--update-baseline: join the shards first (pvkit report merge)")
    }
  }

  /// Checks each image, and writes the reports in the order of the images. Returns the highest exit
  /// code.
  ///
  /// - Parameters:
  ///   - asked: the command's own options on which its reports depend, with their values.
  ///   - kinds: the kinds of images to check in directories and packages.
  ///   - isTree: whether a directory is a source tree, which is checked as a whole.
  ///   - comparesReports: whether the baseline, if any, is a report.
  ///   - baselineText: the content of the baseline, if the command has read it.
  ///   - stale: the suppressions that matched nothing, after the last image.
  ///   - judge: makes the reports on an image; empty if there is nothing to report on an image that
  ///     the user did not name.
  func worst<Report: AnnotatedReport>(
    as command: String, asked: [String: String], _ kinds: ImageKinds,
    isTree: (String) -> Bool = { _ in false }, comparesReports: Bool = true,
    baselineText: String? = nil, stale: @autoclosure () -> StaleEntries = StaleEntries(),
    _ judge: @escaping @Sendable (ImageSubject) throws -> [ImageResult<Report>]
  ) throws -> ExitStatus {
    let read =
      comparesReports ? try baseline.read(for: Report.form, text: baselineText) : nil
    let list = try Progress.whileSearching { found in
      ImageList(try input.names(), isTree: isTree, title: Project.title, found: found)
    }
    let known = read?.beside(list.titles)
    let rendering = Rendering<Report>(
      format: format, baseline: known, isOnly: list.inputs.count == 1, detail: detail.detail)
    let writer = ReportWriter(rendering, command: command)
    let isPart = shard != nil
    var directories: [ShardDirectory] = []
    var digests: [String] = []
    let run = ImageRun(
      kinds: kinds, limit: input.limit.bytes,
      judge: { try rendering.finished(judge($0), input: isPart ? $0.number : nil) },
      failed: { try rendering.finished($0, input: isPart ? $1 : nil) })
    var update = known.map { BaselineUpdate($0, isOnly: rendering.isOnly) }
    var worst = try run.run(
      list.numbered(shard), jobs: input.jobs, seen: isPart ? { directories.append($0) } : nil
    ) {
      update?.add($0)
      writer.write($0)
      if isPart { digests += $0.lines.map { ShardEnd.digest($0) } }
    }
    let confusions = update?.confusions(isWritten: baseline.updateBaseline) ?? []
    if !confusions.isEmpty { worst = .failed }
    var unneeded = stale()
    baseline.add(update, to: &unneeded)
    if !isPart, worst == .failed { unneeded = unneeded.ofBaseline }
    // A shard's last line has them.
    try writer.end(isPart ? StaleEntries() : unneeded)
    for line in confusions { complain("pvkit: \(baseline.baseline ?? ""): \(line)") }
    if let shard {
      let all = asked.merging(common(known)) { own, _ in own }
      print(
        try shard.end(
          of: Report.form, by: command, list, digests: digests, asked: all, stale: unneeded,
          directories: directories, worst))
      return worst
    }
    return max(try baseline.end(update, worst), Self.report(unneeded))
  }

  /// Reports what nothing in the run needs.
  private static func report(_ stale: StaleEntries) -> ExitStatus {
    for line in stale.findings + stale.remarks + stale.uncheckedLines { complain("pvkit: \(line)") }
    return stale.findings.isEmpty ? .clean : .findings
  }

  /// The options of every command on which reports depend, with their values.
  private func common(_ known: Baseline?) -> [String: String] {
    var asked = Project.asked
    asked["--max-unpacked"] = "\(input.limit.bytes)"
    asked["--baseline"] = known.flatMap { baseline in
      (try? baseline.text).map { ContentHash(Array($0.utf8)).description }
    }
    return asked
  }
}
