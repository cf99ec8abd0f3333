// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import GuestImage
import Reports

extension ReportCommand {
  /// Merges the reports of all shards of one run.
  struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Join the reports of all shards to the report of one run.",
      discussion: """
        A run over many files can be divided among machines or jobs: each runs the same command with the \
        same files and another --shard I/N, and writes JSON. The joined report is, in any format, that of a \
        run without --shard. A shard that was stopped before its end, or is missing, is an error: run it \
        again.

        Examples:
          pvkit check --shard 1/2 --format json kernels > 1.json
          pvkit check --shard 2/2 --format json kernels > 2.json
          pvkit report merge 1.json 2.json > all.json
          pvkit report merge --format html 1.json 2.json > all.html
          pvkit check --baseline all.json kernels.new

        Suppressions that no shard needs are reported as stale, and the images of a baseline that no shard \
        checked are counted, as in one run.

        Exit codes: those of one run: 0 no findings, 1 findings, 3 something could not be checked; \
        2 usage error; also 3 if the reports cannot be joined.
        """)

    /// The size limit of one shard's report.
    private static let mostBytes = 1 << 30

    @Option(help: "The output format: one that the command which wrote the reports has.")
    var format = ReportFormat.json

    @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
    var output = Output.standard

    @OptionGroup var detail: DetailOptions

    @Argument(help: "The report of each shard, in any order.", completion: .file())
    var reports: [String]

    func validate() throws { try detail.check(format) }

    func run() throws {
      var inputs = InputFiles()
      inputs.add(reports, as: "one of the reports to join")
      try inputs.check(isNot: output)
      let files = try reports.map { name in
        (name, try ImageFile.text(name, limit: Self.mostBytes, wanted: "a shard's report"))
      }
      do {
        let merge = try ShardMerge(files)
        try Output.write(try text(merge), to: output)
        let stale = merge.stale
        for line in merge.failures + stale.findings + stale.remarks + stale.uncheckedLines {
          complain("pvkit: \(line)".printable)
        }
        for report in merge.unexplained {
          complain("pvkit: \(report): that shard failed; its standard error says why".printable)
        }
        throw ExitStatus(rawValue: merge.exit) ?? .failed
      } catch let error as ShardMerge.Problem {
        throw ImageError(
          image: error.file ?? named, problem: error.problem, cure: error.cure)
      }
    }

    /// The reports, for an error about all of them: their names, or, of many, their number.
    private var named: String {
      reports.count > Self.mostNamed
        ? "the \(reports.count) reports" : reports.joined(separator: " ")
    }

    /// The most reports to name.
    private static let mostNamed = 4

    /// The merged report.
    private func text(_ merge: ShardMerge) throws -> String {
      switch format {
      case .json:
        let stale = try merge.form.flatMap { try StaleReport.line(merge.stale, of: $0) }
        return (merge.lines + [stale].compactMap(\.self)).map { $0 + "\n" }.joined()
      case .text:
        let views = try merge.views()
        let tally = ImageTally(
          views.map(\.shown), of: merge.form, stale: merge.stale.findings.count)
        var selection = TextSelection(detail.detail)
        var lines: [String] = []
        for view in views { lines += selection.add(view.imageText) }
        lines += selection.end()
        let isSeen = Output.isStandard(output) && StandardStreams.areTogether
        let ends = tally.lines(listsUnchecked: !isSeen)
        return (lines.map(\.printable) + ends).map { $0 + "\n" }.joined()
      case .annotations where merge.form == .notes:
        throw ShardMerge.Problem(
          file: nil, problem: "are reports of pvkit notes, which has the formats text and json",
          cure: "choose one of them (--format)")
      case .annotations(let format):
        let images = try merge.views().map(\.shown)
        guard var run = AnnotatedRun(of: merge.command, version: Version.number, images) else {
          throw ShardMerge.Problem(
            file: nil, problem: "there is no command \(merge.command.printable)",
            cure: "merge them with the version of pvkit that wrote them")
        }
        run.stale = merge.stale.annotations
        return try format.text(run)
      }
    }
  }
}
