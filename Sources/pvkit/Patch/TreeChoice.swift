// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import HypervisorABI
import PatchEngine
import Reports

/// The tree, the kit, and which of its groups: what every command takes that works at a tree.
struct TreeChoice: ParsableArguments {
  @OptionGroup var kit: KitOption
  @Option(help: "Only the entries of this group; may be repeated.")
  var only: [String] = []
  @Option(
    help: ArgumentHelp(
      "The architecture to be built; may be repeated. (default: ARCH of the environment, the "
        + "tree's .config, or all that the tree has)"))
  var arch: [Architecture] = []
  @Argument(
    help: ArgumentHelp("The top directory of the kernel's source tree.", valueName: "tree"),
    completion: .directory)
  var path: String?

  var tree: String { path ?? "" }

  /// Opens both and does the work there, with the groups, nil for all.
  func atTree<R>(_ work: (Workbench, [String]?) throws -> R) throws -> R {
    guard path != nil else { throw ValidationError("give the top directory of a source tree") }
    let kit = try kit.read()
    let groups = try chosenGroups(of: kit)
    let bench = try Workbench(
      kit: kit, tree: KernelTree(path: tree), architectures: arch.isEmpty ? Self.exported : arch)
    if bench.hasRecovered {
      complain("pvkit: undid the unfinished work of an interrupted run in \(tree)".printable)
    }
    return try work(bench, groups)
  }

  private func chosenGroups(of kit: Kit) throws -> [String]? {
    let known = kit.groups
    for group in only where !known.contains(group) {
      throw ValidationError("no group \"\(group)\"; there is: " + known.joined(separator: ", "))
    }
    return only.isEmpty ? nil : only
  }

  /// What ARCH says, which the kernel's own Makefile takes too.
  private static var exported: [Architecture]? {
    getenv("ARCH").flatMap { Architecture(rawValue: String(cString: $0)) }.map { [$0] }
  }
}
