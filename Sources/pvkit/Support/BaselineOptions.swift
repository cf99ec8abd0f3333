// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import GuestImage
import Reports
import SystemPackage

/// `--baseline FILE` and `--update-baseline`: known findings, which do not count.
struct BaselineOptions: ParsableArguments {
  @Option(
    help: """
      The JSON report of an earlier run: only findings that are not in it count. (`abi verify` also takes a \
      snapshot, to compare with instead of a release.)
      """,
    completion: .file())
  var baseline: String?

  @Flag(help: "Write this run's findings to the --baseline file as known.")
  var updateBaseline = false

  /// The size limit; the reports of ten thousand kernels are smaller.
  private static let mostBytes = 1 << 30

  func validate() throws {
    guard !updateBaseline || baseline != nil else {
      throw ValidationError("--update-baseline needs --baseline FILE")
    }
    guard !updateBaseline || baseline.map(Output.isStandard) != true else {
      throw ValidationError("--baseline: standard output takes the report; name a file")
    }
  }

  /// The known findings; nil without --baseline. An empty file means that nothing is known: a run
  /// that checked no image writes one. A missing file that is to be written means the same.
  func read(for form: JsonForm) throws -> Baseline? {
    guard let baseline else { return nil }
    guard FileName.exists(baseline) else {
      if updateBaseline { return Baseline() }
      throw ImageError(
        image: baseline, problem: "does not exist", cure: "write it with --update-baseline")
    }
    if (try? FilePath(named: baseline).statusFollowed())??.size == 0 { return Baseline() }
    let text = try ImageFile.text(
      baseline, limit: Self.mostBytes, wanted: "a report (--format json)")
    do {
      return try Baseline(text, of: form)
    } catch {
      throw ImageError(
        image: baseline, problem: "line \(error.line) \(error.problem)",
        cure: updateBaseline
          ? "it was not changed; remove it, or name another file" : error.cure)
    }
  }

  /// Whether the file is a report, as opposed to a snapshot of types. A file that cannot be read
  /// counts as a report.
  static func isReport(_ file: String) -> Bool {
    guard let text = try? ImageFile.text(file, limit: mostBytes, wanted: "a report") else {
      return true
    }
    let firsts = text.split(separator: "\n", maxSplits: 1).first ?? ""
    return [JsonForm.abiVerify, .releases, .baseline, .shard].contains {
      firsts.contains("\"form\":\"\($0.rawValue)\"")
    }
  }
}

/// Collects the findings of a run, to update a baseline.
struct BaselineUpdate {
  let known: Baseline
  private(set) var entries: [Baseline.Entry] = []
  private var seen: Set<String> = []
  private var failed: Set<String> = []

  init(_ known: Baseline) { self.known = known }

  mutating func add(_ finished: Finished) {
    entries += finished.entries
    seen.formUnion(finished.entries.map(\.image) + finished.failed)
    failed.formUnion(finished.failed)
  }

  /// Images of the baseline that were not in the run: their entries were not used.
  var stale: [String] { known.missing(seen) }

  func write(to file: String) throws {
    try Output.write(try known.updated(by: entries, keeping: failed), to: file)
  }
}
