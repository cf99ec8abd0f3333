// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import HypervisorABI
import PatchEngine
import Reports

/// The arguments of every command that works on a tree: the tree, the kit, and the choice of
/// entries.
struct TreeChoice: ParsableArguments {
  @OptionGroup var kit: KitOption
  @Option(
    help: ArgumentHelp(
      "Only the entries of this group, or this entry, and what they require; may be repeated.",
      valueName: "group|entry"))
  var only: [String] = []
  @Option(
    help: ArgumentHelp(
      "The architecture to be built; may be repeated. (default: ARCH of the environment, what the "
        + "kit was applied for, the tree's .config, or all that the tree has)"))
  var arch: [Architecture] = []
  @Argument(
    help: ArgumentHelp("The top directory of the kernel's source tree.", valueName: "tree"),
    completion: .directory)
  var path: String?

  var tree: String { path ?? "" }

  /// Opens the tree and the kit, and runs the work with the chosen entries, or nil for all.
  ///
  /// - Parameter isRemoval: whether entries are only removed; then ARCH and the locks do not
  ///   matter.
  func atTree<R>(
    isRemoval: Bool = false, _ work: (Workbench, EntryChoice?) throws -> R
  ) throws -> R {
    guard path != nil else { throw ValidationError("give the top directory of a source tree") }
    let kernel = try KernelTree(path: tree)
    let kit = try isRemoval && only.isEmpty ? kitForRemoval() : self.kit.read()
    let exported = !isRemoval && arch.isEmpty ? try exported(kit, kernel) : nil
    let bench = try Workbench(
      kit: kit, tree: kernel, architectures: arch.isEmpty ? exported : once,
      holdsToLocks: !isRemoval)
    let entries = try kit.choice(
      named: only, recorded: isRemoval ? bench.record?.entries ?? [] : [])
    if bench.hasRecovered {
      complain("pvkit: undid the unfinished work of an interrupted run in \(tree)".printable)
    }
    return try work(bench, entries)
  }

  /// The architectures of `--arch`, without duplicates.
  private var once: [Architecture] {
    arch.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The kit; one without entries if it cannot be read, since the record in the tree is sufficient.
  private func kitForRemoval() throws -> Kit {
    do {
      return try kit.read()
    } catch let error as PatchError {
      guard FileName.with(tree + "/.pvkit/now/record", { access($0, F_OK) }) == 0 else {
        throw error
      }
      complain("pvkit: note: the kit cannot be read, and is not needed: \(error)".printable)
      return Kit(unread: kit.kit ?? "")
    }
  }

  /// The architecture in the environment variable ARCH, which the kernel's Makefile uses, too; nil
  /// if it is not set or not specific.
  ///
  /// - Throws: if the kit does not support that architecture.
  private func exported(_ kit: Kit, _ kernel: KernelTree) throws -> [Architecture]? {
    guard let name = FileName.variable("ARCH"), !name.isEmpty,
      let known = kit.known(kernel.release)
    else { return nil }
    // Since 2.6.24, x86 is both architectures: the configuration selects one.
    if name == "x86", !kernel.release.numbers.lexicographicallyPrecedes([2, 6, 24]) {
      return nil
    }
    guard let architecture = Architecture(rawValue: name) else {
      throw kit.lacks(name.printable, in: known, place: tree)
    }
    return [architecture]
  }
}
