// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import GuestImage
import Reports
import SystemPackage

/// `--baseline FILE`: what is known, and what counts.
struct BaselineOptions: ParsableArguments {
  @Option(
    help: """
      A report in JSON of an earlier run: only what is not in it is a finding. (`abi verify` also takes a \
      snapshot, to compare with instead of a release.)
      """,
    completion: .file())
  var baseline: String?

  @Flag(help: "Write what this run finds to the file of --baseline, as known from now on.")
  var updateBaseline = false

  /// More than of ten thousand kernels.
  private static let mostBytes = 1 << 30

  func validate() throws {
    guard !updateBaseline || baseline != nil else {
      throw ValidationError("--update-baseline needs --baseline FILE")
    }
  }

  /// What was known; nil where nobody asks. Nothing was, of a file that is empty, as a run writes it that
  /// judged no image, or that is to be written and is not there.
  func read(for form: JsonForm) throws -> Baseline? {
    guard let baseline else { return nil }
    guard FileName.exists(baseline) else {
      if updateBaseline { return Baseline() }
      throw ImageError(
        image: baseline, problem: "is not there", cure: "write it with --update-baseline")
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
          ? "it is left as it is; remove it, or name another file" : error.cure)
    }
  }

  /// Whether the file is a report, and not a snapshot of types; what cannot be read is a report.
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

/// What a run has seen, beside what was known.
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

  /// Images that the run did not have: their entries hold for nothing.
  var stale: [String] { known.missing(seen) }

  func write(to file: String) throws {
    try Output.write(try known.updated(by: entries, keeping: failed), to: file)
  }
}
