// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import PatchEngine
import SystemPackage

/// What a kit can have proofs of, by the source trees in a directory: each release that the kit knows,
/// on each of its architectures.
public struct ProofFarm: Sendable {
  /// One proof to make.
  public struct Cell: Sendable, Equatable {
    /// The path of the source tree.
    public let tree: String
    public let release: KernelRelease
    public let architecture: Architecture
  }

  /// In the order of the releases.
  public let cells: [Cell]
  /// Trees that are not for a proof, each with the reason.
  public let others: [(tree: String, reason: String)]

  /// - Parameter trees: a directory; what is not a kernel's source tree in it does not count.
  /// - Throws: when it cannot be read, or has two trees of one release.
  public init(_ kit: Kit, trees: String) throws {
    guard let names = try FilePath(named: trees).names() else {
      throw PatchError(trees, "is not a directory")
    }
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

  /// The cells of one part of the work. A release is in one part with all its architectures, so that
  /// no two parts write the same file of a kit.
  ///
  /// - Parameters:
  ///   - part: from 1 on.
  ///   - count: of the parts.
  public func cells(part: Int, of count: Int) -> [Cell] {
    let releases = cells.map(\.release).reduce(into: [KernelRelease]()) { releases, release in
      if releases.last != release { releases.append(release) }
    }
    return cells.filter { cell in
      releases.firstIndex(of: cell.release).map { $0 % count == part - 1 } ?? false
    }
  }

  /// Whether the kit has a proof of a cell by which all of it held, and is still what was proven.
  public static func isProven(_ cell: Cell, in kit: Kit) throws -> Bool {
    let name = cell.release.numbers.map(String.init).joined(separator: ".")
    let proof = try kit.proofs().first {
      $0.release == name && $0.architecture == cell.architecture.rawValue
    }
    guard let proof else { return false }
    return try proof.hasHeld && proof.changed(in: kit).isEmpty && proof.untried(of: kit).isEmpty
  }
}
