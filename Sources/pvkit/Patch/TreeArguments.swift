// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import PatchEngine
import Reports

/// The arguments of commands that report the outcome for each entry.
struct TreeArguments: ParsableArguments {
  @OptionGroup var choice: TreeChoice
  @Option(help: "The output format.") var format = OutputFormat.text

  var tree: String { choice.tree }

  /// Does the work on the tree and shows the outcome. Reasons for refusals are written to standard
  /// error.
  ///
  /// - Parameters:
  ///   - filesAre: the participle for the outcome's files: `written`.
  ///   - done: a message about what was changed permanently if nothing is refused; nil if nothing
  ///     is changed.
  /// - Returns: the outcome.
  @discardableResult
  func work(
    filesAre: String, layout: JsonLayout = .pretty, isRemoval: Bool = false,
    done: String? = nil, _ body: (Workbench, EntryChoice?) throws -> PatchOutcome
  ) throws -> PatchOutcome {
    try reportingErrors(as: format, tree: tree) {
      let outcome = try choice.atTree(isRemoval: isRemoval, body)
      if let done, outcome.refusals.isEmpty { Exit.hasDone("\(tree): \(done)") }
      try show(PatchListing(outcome, filesAre: filesAre), layout)
      for note in outcome.notes { complain("pvkit: note: \(tree): \(note.short)".printable) }
      for refusal in outcome.refusals { complain("pvkit: \(refusal)".printable) }
      return outcome
    }
  }

  /// Lists what a dry run would do to each file.
  func list(filesOf outcome: PatchOutcome) {
    guard format == .text else { return }
    print(
      lines: outcome.files.map {
        "to be \(outcome.removed.contains($0) ? "removed" : "written"): \($0)"
      })
  }

  private func show(_ listing: PatchListing, _ layout: JsonLayout) throws {
    switch format {
    case .json: print(try renderJSON(listing, layout))
    case .text: print(lines: listing.lines(style: .terminal()))
    }
  }
}

/// Runs the body. If it throws an error, the JSON format has an object for that, too.
///
/// - Parameter tree: the tree, as it was named; empty if there is none.
func reportingErrors<R>(as format: OutputFormat, tree: String, _ body: () throws -> R) throws -> R {
  do {
    return try body()
  } catch let error as PatchError {
    if format == .json { print(try renderJSON(TreeFailure(tree: tree, error), .lines)) }
    throw error
  }
}
