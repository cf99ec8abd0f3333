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

  /// The known findings; nil without --baseline. If the file is to be written, a missing or empty
  /// one means that nothing is known.
  ///
  /// - Parameter text: the content of the file if it was read already: a pipe can be read once.
  func read(for form: JsonForm, text: String? = nil) throws -> Baseline? {
    guard let baseline else { return nil }
    let status: Stat? = (try? FilePath(named: baseline).statusFollowed()) ?? nil
    if updateBaseline {
      try Output.check(baseline)
      // A pipe cannot be read and then written, and opening one waits for its other end.
      guard status.map({ $0.type == .regular }) ?? true else {
        throw ImageError(
          image: baseline, problem: "is not a regular file, and cannot be updated",
          cure: "name a file")
      }
    }
    guard FileName.exists(baseline) else {
      if updateBaseline { return Baseline() }
      throw ImageError(
        image: baseline, problem: "does not exist", cure: "write it with --update-baseline")
    }
    if let status, status.type == .regular, status.size == 0 {
      guard updateBaseline else { throw Self.empty(baseline) }
      return Baseline()
    }
    let text =
      try text
      ?? ImageFile.text(baseline, limit: Self.mostBytes, wanted: "a report (--format json)")
    guard updateBaseline || !text.isEmpty else { throw Self.empty(baseline) }
    do {
      return try Baseline(text, of: form)
    } catch {
      throw ImageError(
        image: baseline, problem: "line \(error.line) \(error.problem)",
        cure: updateBaseline
          ? "it was not changed; name a new file" : error.cure)
    }
  }

  private static func empty(_ file: String) -> ImageError {
    ImageError(
      image: file, problem: "is empty",
      cure: FileName.isPassing(file)
        ? "give the JSON report of an earlier run" : "write it with --update-baseline")
  }

  /// The content of the file, for a command that also takes other files than reports; nil without
  /// the option, if it is to be updated, and if it cannot be read, which `read` then reports.
  ///
  /// - Throws: `ImageError` for a pipe: it can be read once, so that `read` would find it empty.
  func text() throws -> String? {
    guard let baseline, !updateBaseline, FileName.exists(baseline) else { return nil }
    do {
      return try ImageFile.text(
        baseline, limit: Self.mostBytes, wanted: "a report (--format json)")
    } catch {
      guard FileName.isPassing(baseline) else { return nil }
      throw error
    }
  }

  /// Whether the content of a file is a report, as opposed to a snapshot of types.
  static func isReport(_ text: String) -> Bool {
    let firsts = text.split(separator: "\n", maxSplits: 1).first ?? ""
    return [JsonForm.abiVerify, .releases, .baseline, .shard, .stale].contains {
      firsts.contains("\"form\":\"\($0.rawValue)\"")
    }
  }

  /// Adds the images of the baseline that were not in the run; if the baseline is updated, messages
  /// on how many entries stay and how many were replaced by those of other versions.
  func add(_ update: BaselineUpdate?, to stale: inout StaleEntries) {
    guard let update, let file = baseline else { return }
    guard updateBaseline else {
      for image in update.unchecked { stale.add(StaleImage(baseline: file, image: image)) }
      return
    }
    stale.unchecked = []
    if !update.kept.isEmpty {
      let count = counted(update.kept.count, "image")
      stale.unchecked.append("\(file): the entries of \(count) that this run did not check stay")
    }
    if !update.superseded.isEmpty {
      let count = counted(update.superseded.count, "image")
      stale.unchecked.append(
        "\(file): the entries of \(count) were replaced by those of other versions of the same series"
      )
    }
  }

  /// Writes the baseline if it is to be updated.
  ///
  /// - Parameter worst: the exit code of the run.
  /// - Returns: the exit code.
  func end(_ update: BaselineUpdate?, _ worst: ExitStatus) throws -> ExitStatus {
    guard let update, let file = baseline, updateBaseline else { return worst }
    guard update.confusions(isWritten: true).isEmpty else { return .failed }
    let baseline = update.baseline
    guard !baseline.entries.isEmpty else {
      complain("pvkit: \(file) was not written, because no image was checked")
      return worst
    }
    try Output.write(try baseline.text, to: file)
    complain("pvkit: \(file): \(baseline.size) are known now")
    return worst == .failed ? .failed : .clean
  }
}

/// Collects the findings of a run, to update a baseline.
struct BaselineUpdate {
  let known: Baseline
  /// Whether the run has one input.
  private let isOnly: Bool
  private(set) var entries: [Baseline.Entry] = []
  private var found: [String: Baseline.Entry] = [:]
  private var failed: Set<String> = []
  private var shared: Set<String> = []

  init(_ known: Baseline, isOnly: Bool) { (self.known, self.isOnly) = (known, isOnly) }

  mutating func add(_ finished: ImageOutput) {
    entries += finished.entries
    failed.formUnion(finished.failed)
    for entry in finished.entries {
      // An image that is named twice has the same findings twice.
      if let other = found[entry.image], !other.hasFindings(of: entry) {
        shared.insert(entry.image)
      }
      found[entry.image] = entry
    }
  }

  /// Why findings of the run cannot be assigned to images of a baseline; empty if they can.
  ///
  /// - Parameter isWritten: whether the baseline is to be that of this run.
  func confusions(isWritten: Bool) -> [String] {
    let several = shared.sorted().map {
      "several images of this run are called \($0), with different findings; "
        + "name them by paths from one directory"
    }
    guard isOnly, known.imageCount == 1, found.count > 1, !isWritten else { return several }
    return several + [
      "has the findings of one image, and there are \(found.count); "
        + "write it anew with --update-baseline"
    ]
  }

  /// The images of the baseline that were not in the run: their entries were not used.
  var unchecked: [String] {
    known.missing(counterparts(of: found.keys).union(counterparts(of: failed)))
  }

  /// The images of the baseline that were used for images of the run.
  private func counterparts(of images: some Sequence<String>) -> Set<String> {
    Set(images.compactMap { known.counterpart(of: $0, isOnly: isOnly) })
  }

  /// The images of the baseline whose entries the findings of the run replace.
  private var replaced: Set<String> { Set(found.keys.compactMap { known.replaced(by: $0) }) }

  /// The images of the baseline that the run did not check, and whose entries an update keeps.
  var kept: [String] { known.missing(replaced.union(counterparts(of: failed))) }

  /// The images of the baseline whose entries are replaced by those of other versions.
  var superseded: Set<String> {
    replaced.subtracting(found.keys).subtracting(counterparts(of: failed))
  }

  /// The baseline to write: the findings of the run, and those of images that it did not check.
  var baseline: Baseline {
    known.updated(by: entries, keeping: Set(kept).union(counterparts(of: failed)))
  }
}
