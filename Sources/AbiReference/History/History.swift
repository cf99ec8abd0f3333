// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import GuestTypes
import HypervisorABI

/// The ABI of every release on both architectures, and what became different from each to the next.
struct History {
  struct Step {
    let release: XenRelease
    /// Since the release before, i386 and x86_64.
    let changes: [Architecture: [AbiChange]]
  }

  /// Oldest first; the first release has no step.
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
  /// The newest release that has the structure on either architecture.
  func newest(with tag: String) -> XenRelease? {
    XenRelease.modelled.indices.last { index in
      Architecture.allCases.contains { layout(tag, index, $0) != nil }
    }.map { XenRelease.modelled[$0] }
  }

  /// The releases that have each member, on either architecture, by `memberKey`.
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

  /// A member's path; a guest handle, from 3.0.3 on a pointer in a structure, counts as the pointer.
  static func memberKey(_ member: Layout.Member) -> String {
    member.path.hasSuffix(".p") ? String(member.path.dropLast(2)) : member.path
  }

  /// The structure's sizes in bytes, each with the release that brought it.
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
