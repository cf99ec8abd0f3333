// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PatchEngine
import Reports

/// What every command takes that works at a tree.
struct TreeArguments: ParsableArguments {
  @OptionGroup var kit: KitOption
  @Option(help: "Only the entries of this group; may be given several times.")
  var only: [String] = []
  @Option(help: "text or json.") var format = OutputFormat.text
  @Argument(help: "The top of a kernel's source tree.", completion: .directory) var tree: String

  /// Does the work at the tree and shows what came of it; why it was refused goes to standard
  /// error.
  ///
  /// - Returns: what came of it.
  @discardableResult
  func work(
    filesAre: String, _ body: (Workbench, [String]?) throws -> Outcome
  ) throws -> Outcome {
    do {
      let kit = try kit.read()
      let groups = try chosenGroups(of: kit)
      let bench = try Workbench(kit: kit, tree: KernelTree(path: tree))
      if bench.hasRecovered { complain("pvkit: carried out what a killed run had left in \(tree)") }
      let outcome = try body(bench, groups)
      try show(PatchListing(outcome, filesAre: filesAre))
      for refusal in outcome.refusals { complain("pvkit: \(refusal)") }
      return outcome
    } catch let error as PatchError {
      if format == .json { print(try renderJSON(["error": "\(error)", "tree": tree], .lines)) }
      throw error
    }
  }

  private func show(_ listing: PatchListing) throws {
    switch format {
    case .json: print(try renderJSON(listing))
    case .text: print(lines: listing.lines(style: .terminal()))
    }
  }

  private func chosenGroups(of kit: Kit) throws -> [String]? {
    let known = kit.groups.map(\.name)
    for group in only where !known.contains(group) {
      throw ValidationError("no group \"\(group)\"; there is: " + known.joined(separator: ", "))
    }
    return only.isEmpty ? nil : only
  }
}
