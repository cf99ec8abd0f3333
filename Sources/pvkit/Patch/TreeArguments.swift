// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import PatchEngine
import Reports

/// What the commands take that tell what becomes of each entry.
struct TreeArguments: ParsableArguments {
  @OptionGroup var choice: TreeChoice
  @Option(help: "The output format.") var format = OutputFormat.text

  var tree: String { choice.tree }

  /// Does the work at the tree and shows what came of it; why it was refused goes to standard
  /// error.
  ///
  /// - Parameters:
  ///   - filesAre: what the outcome's files are.
  ///   - done: what is done for good when nothing was refused; nil where nothing is.
  /// - Returns: what came of it.
  @discardableResult
  func work(
    filesAre: String, layout: JsonLayout = .pretty, isRemoval: Bool = false,
    done: String? = nil, _ body: (Workbench, EntryChoice?) throws -> Outcome
  ) throws -> Outcome {
    try reportingErrors(as: format, tree: tree) {
      let outcome = try choice.atTree(isRemoval: isRemoval, body)
      if let done, outcome.refusals.isEmpty { Exit.hasDone("\(tree): \(done)") }
      try show(PatchListing(outcome, filesAre: filesAre), layout)
      for note in outcome.notes { complain("pvkit: note: \(tree): \(note.short)".printable) }
      for refusal in outcome.refusals { complain("pvkit: \(refusal)".printable) }
      return outcome
    }
  }

  /// What a trial would do to each file.
  func list(filesOf outcome: Outcome) {
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

/// Does something; why it could not be done is an object too where that is the format.
///
/// - Parameter tree: as it was named; empty where there is none.
func reportingErrors<R>(as format: OutputFormat, tree: String, _ body: () throws -> R) throws -> R {
  do {
    return try body()
  } catch let error as PatchError {
    if format == .json { print(try renderJSON(TreeFailure(tree: tree, error), .lines)) }
    throw error
  }
}
