// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import PatchEngine
import Reports

/// The tree, the kit, and which of its groups: what every command takes that works at a tree.
struct TreeChoice: ParsableArguments {
  @OptionGroup var kit: KitOption
  @Option(help: "Only the entries of this group; may be repeated.")
  var only: [String] = []
  @Argument(help: "The top directory of the kernel's source tree.", completion: .directory)
  var tree: String

  /// Opens both and does the work there, with the groups, nil for all.
  func atTree<R>(_ work: (Workbench, [String]?) throws -> R) throws -> R {
    let kit = try kit.read()
    let groups = try chosenGroups(of: kit)
    let bench = try Workbench(kit: kit, tree: KernelTree(path: tree))
    if bench.hasRecovered {
      complain("pvkit: undid the unfinished work of an interrupted run in \(tree)".printable)
    }
    if let remark = bench.remark { complain("pvkit: \(remark)".printable) }
    return try work(bench, groups)
  }

  private func chosenGroups(of kit: Kit) throws -> [String]? {
    let known = kit.groups.map(\.name)
    for group in only where !known.contains(group) {
      throw ValidationError("no group \"\(group)\"; there is: " + known.joined(separator: ", "))
    }
    for group in kit.groups where only.contains(group.name) && group.entries.isEmpty {
      throw PatchError(kit.folder, "has no entries in the group \(group.name)")
    }
    return only.isEmpty ? nil : only
  }
}
