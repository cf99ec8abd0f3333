// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import Reports

/// The run of a command that makes a report on each of many images: shards, progress, a baseline,
/// the output in every format, and the last lines.
struct ReportRun {
  let input: ImageOptions
  let format: ReportFormat
  let detail: DetailOptions
  let shard: Shard?
  /// Nil for a command without baselines.
  var baseline: BaselineOptions?
  /// Whether the baseline, if any, is a report.
  var comparesReports = true
  /// How much of a compressed kernel to unpack.
  var extent = GuestImage.Extent.all

  /// Checks each image, and writes the reports in the order of the images. Returns the highest exit
  /// code.
  ///
  /// - Parameters:
  ///   - asked: the command's own options on which its reports depend, with their values.
  ///   - kinds: the kinds of images to check in directories and packages.
  ///   - isTree: whether a directory is a source tree, which is checked as a whole.
  ///   - baselineText: the content of the baseline, if the command has read it.
  ///   - stale: the suppressions that matched nothing, after the last image.
  ///   - judge: makes the reports on an image; empty if there is nothing to report on an image that
  ///     the user did not name.
  func worst<Report: AnnotatedReport>(
    as command: String, asked: [String: String], _ kinds: ImageKinds,
    isTree: (String) -> Bool = { _ in false },
    baselineText: String? = nil, stale: @autoclosure () -> StaleEntries = StaleEntries(),
    _ judge: @escaping @Sendable (ImageSubject) throws -> [ImageResult<Report>]
  ) throws -> ExitStatus {
    let read =
      comparesReports ? try baseline?.read(for: Report.form, text: baselineText) : nil
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
      kinds: kinds, limit: input.limit.bytes, extent: extent,
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
    let isWritten = baseline?.updateBaseline ?? false
    let confusions = update?.confusions(isWritten: isWritten) ?? []
    if !confusions.isEmpty { worst = .failed }
    var unneeded = stale()
    baseline?.add(update, to: &unneeded)
    if !isPart, worst == .failed { unneeded = unneeded.ofBaseline }
    // A shard's last line has them.
    try writer.end(isPart ? StaleEntries() : unneeded)
    for line in confusions { complain("pvkit: \(baseline?.baseline ?? ""): \(line)") }
    if let shard {
      let all = asked.merging(common(known)) { own, _ in own }
      print(
        try shard.end(
          of: Report.form, by: command, list, digests: digests, asked: all, stale: unneeded,
          directories: directories, worst))
      return worst
    }
    return max(try baseline?.end(update, worst) ?? worst, Self.report(unneeded))
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
