// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import GuestTypes
import HypervisorABI

/// The ABI of all releases on both architectures, with the changes from each release to the next.
struct History {
  struct Step {
    let release: XenRelease
    /// The changes since the previous release, by architecture.
    let changes: [Architecture: [AbiChange]]
  }

  /// The steps, oldest first; the first release does not have one.
  let steps: [Step]
  private let views: [Architecture: [(release: XenRelease, view: AbiView)]]

  static func ofAllReleases() -> History {
    let views = Architecture.allCases.map { architecture in
      (architecture, XenRelease.modelled.map { ($0, AbiView($0, on: architecture)) })
    }
    return History(Dictionary(uniqueKeysWithValues: views))
  }

  private init(_ views: [Architecture: [(release: XenRelease, view: AbiView)]]) {
    self.views = views
    steps = XenRelease.modelled.indices.dropFirst().map { index in
      let changes = views.mapValues { $0[index - 1].view.changes(to: $0[index].view) }
      return Step(release: XenRelease.modelled[index], changes: changes)
    }
  }
}

extension History {
  /// The newest release that has a structure, on either architecture.
  func newest(with tag: String) -> XenRelease? {
    XenRelease.modelled.indices.last { index in
      Architecture.allCases.contains { layout(tag, index, $0) != nil }
    }.map { XenRelease.modelled[$0] }
  }

  /// For each member of a structure, by `memberKey`, the releases that have it on either
  /// architecture.
  func spans(ofMembersOf tag: String) -> [String: Span] {
    var indices: [String: ClosedRange<Int>] = [:]
    for index in XenRelease.modelled.indices {
      for architecture in Architecture.allCases {
        for member in layout(tag, index, architecture)?.members ?? [] {
          let key = Self.memberKey(member)
          indices[key] = (indices[key]?.lowerBound ?? index)...index
        }
      }
    }
    return indices.mapValues { range in
      let next = range.upperBound + 1
      return Span(
        since: XenRelease.modelled[range.lowerBound],
        until: XenRelease.modelled.indices.contains(next) ? XenRelease.modelled[next] : nil)
    }
  }

  /// A key for a member: its path. A guest handle has the same key as a plain pointer, although
  /// since 3.0.3 it is a pointer in a structure.
  static func memberKey(_ member: Layout.Member) -> String {
    member.path.hasSuffix(".p") ? String(member.path.dropLast(2)) : member.path
  }

  /// The sizes of a structure in bytes, each with the first release that has it.
  func sizes(of tag: String) -> [(since: XenRelease, sizes: [Architecture: Int])] {
    var found: [(since: XenRelease, sizes: [Architecture: Int])] = []
    for (index, release) in XenRelease.modelled.enumerated() {
      let pairs = Architecture.allCases.compactMap { architecture in
        layout(tag, index, architecture).map { (architecture, $0.size) }
      }
      let sizes = Dictionary(uniqueKeysWithValues: pairs)
      if !sizes.isEmpty && found.last?.sizes != sizes { found.append((release, sizes)) }
    }
    return found
  }

  private func layout(_ tag: String, _ index: Int, _ architecture: Architecture) -> TypeLayout? {
    views[architecture]?[index].view.structures[tag]
  }
}
