// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import ArgumentParser
import Base
import GuestImage
import GuestTypes
import HypervisorABI
import SystemPackage

/// One side of `pvkit abi diff`: a release of Xen, or a guest with its own types.
enum DiffSide {
  case release(XenRelease)
  /// An image, or the directory of a source tree.
  case guest(path: String)

  /// Parses an argument. A text in the form of a release is a release; a file of that name is given
  /// as `./4.17`.
  static func parse(_ text: String) throws -> DiffSide {
    guard let asked = XenRelease(text) else { return .guest(path: text) }
    guard XenRelease.earlyRelease(asked) == nil else {
      throw ValidationError(
        "Xen \(asked.major).\(asked.minor) named and laid out its interface otherwise than \(XenRelease.names[0]), "
          + "and is described by itself: pvkit abi struct, layouts, constants and hypercalls --xen "
          + "\(asked.major).\(asked.minor) show it; releases to compare: \(XenRelease.range)")
    }
    return .release(try XenRelease.parse(text))
  }

  /// The side's view of the interface, for those of the architectures that it has. An image has
  /// only its own.
  func views(
    on architectures: [Architecture], limit: Int, _ tree: TreeOptions, _ base: BaseOption
  ) throws -> [Architecture: AbiView] {
    switch self {
    case .release(let release): try views(architectures) { AbiView(release, on: $0) }
    case .guest(let path) where FilePath(named: path).leadsToDirectory:
      try views(try Self.architectures(of: path, among: architectures)) {
        let source = try HeaderSource(path, on: $0, with: tree.compiler)
        return try AbiView(source, title: "headers of \(path)")
      }
    case .guest(let path):
      try Self.view(ofImage: path, limit: limit, base, among: architectures)
    }
  }

  /// Whether the side is an image, which has only one architecture.
  var isImage: Bool {
    if case .guest(let path) = self { !FilePath(named: path).leadsToDirectory } else { false }
  }

  private func views(
    _ architectures: [Architecture], make: (Architecture) throws -> AbiView
  ) throws -> [Architecture: AbiView] {
    Dictionary(uniqueKeysWithValues: try architectures.map { ($0, try make($0)) })
  }

  private static func view(
    ofImage path: String, limit: Int, _ base: BaseOption, among architectures: [Architecture]
  ) throws -> [Architecture: AbiView] {
    let source = try BaseOption.only(base.sources(path, limit: limit), of: path).types
    guard architectures.contains(source.architecture) else {
      let asked = architectures.map(\.rawValue).joined(separator: " or ")
      throw ValidationError("\(path) is of \(source.architecture), not of \(asked)")
    }
    return [source.architecture: try AbiView(source)]
  }

  /// The wanted architectures that the tree has. If it has none of them, the wanted ones, so that
  /// the tree's error is reported.
  private static func architectures(
    of path: String, among wanted: [Architecture]
  ) throws -> [Architecture] {
    let there = try HeaderSource.architectures(of: path)
    let both = wanted.filter(there.contains)
    return both.isEmpty ? wanted : both
  }
}

extension FilePath {
  /// Whether the path is a directory or a link to one.
  var leadsToDirectory: Bool { (try? statusFollowed())?.type == .directory }
}
