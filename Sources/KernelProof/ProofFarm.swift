// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import PatchEngine
import SystemPackage

/// The proofs that can be made for a kit from a directory of source trees: one for each release
/// that the kit supports, on each of its architectures.
public struct ProofFarm: Sendable {
  /// A proof to make.
  public struct Cell: Sendable, Equatable {
    /// The path of the source tree.
    public let tree: String
    /// The release of the tree.
    public let release: KernelRelease
    /// The architecture to prove.
    public let architecture: Architecture
  }

  /// The directory of the trees.
  public let trees: String
  /// The proofs to make, in the order of the releases.
  public let cells: [Cell]
  /// Trees that cannot be proven, with the reason.
  public let others: [(tree: String, reason: String)]

  /// - Parameters:
  ///   - kit: the patch kit.
  ///   - trees: the directory of the trees; anything in it that is not a kernel source tree is
  ///     ignored.
  /// - Throws: `PatchError` if it is not a directory or has two trees of one release; `FileError`
  ///   if it cannot be read.
  public init(_ kit: Kit, trees: String) throws {
    guard let names = try FilePath(named: trees).names() else {
      throw PatchError(trees, "is not a directory")
    }
    self.trees = trees
    var found: [(release: KernelRelease, tree: String)] = []
    var others: [(tree: String, reason: String)] = []
    for name in names.map(\.string) {
      let tree = trees + "/" + name
      guard let release = try? KernelTree(path: tree).release else { continue }
      if kit.known(release) == nil {
        others.append((tree, "Linux \(release) is a release that the kit does not know"))
      } else if !release.suffix.isEmpty {
        others.append((tree, "Linux \(release) is not a release of kernel.org"))
      } else if let first = found.first(where: { $0.release == release }) {
        throw PatchError(tree, "is Linux \(release), as \(first.tree) is", cure: "keep one of them")
      } else {
        found.append((release, tree))
      }
    }
    found.sort { $0.release.numbers.lexicographicallyPrecedes($1.release.numbers) }
    cells = found.flatMap { release, tree in
      (kit.known(release)?.architectures ?? []).map {
        Cell(tree: tree, release: release, architecture: $0)
      }
    }
    self.others = others
  }

  /// The cells of one part of the work. All architectures of a release are in the same part, so
  /// that two parts never write the same file of a kit.
  ///
  /// - Parameters:
  ///   - part: the number of the part, from 1.
  ///   - count: the number of parts.
  public func cells(part: Int, of count: Int) -> [Cell] {
    let releases = cells.map(\.release).reduce(into: [KernelRelease]()) { releases, release in
      if releases.last != release { releases.append(release) }
    }
    return cells.filter { cell in
      releases.firstIndex(of: cell.release).map { $0 % count == part - 1 } ?? false
    }
  }

  /// Whether one of a kit's proofs is for a cell, passed completely, and still matches the kit.
  public static func isProven(_ cell: Cell, by proofs: [Proof], of kit: Kit) throws -> Bool {
    let name = cell.release.numbers.map(String.init).joined(separator: ".")
    let proof = proofs.first {
      $0.release == name && $0.architecture == cell.architecture.rawValue
    }
    guard let proof else { return false }
    return try proof.hasHeld && proof.changed(in: kit).isEmpty && proof.untried(of: kit).isEmpty
  }
}
