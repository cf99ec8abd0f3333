// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import HypervisorABI

extension History.Step {
  /// The changes of both architectures, one each; `on` is nil where both have it.
  var merged: [(change: AbiChange, on: Architecture?)] {
    let (narrow, wide) = (changes[.i386] ?? [], changes[.x86_64] ?? [])
    let ofBoth = wide.map { change in
      (change, narrow.contains { $0.isLike(change) } ? nil : Architecture.x86_64)
    }
    let ofOne = narrow.filter { change in !wide.contains { $0.isLike(change) } }
    return ofBoth + ofOne.map { ($0, .i386) }
  }
}

extension AbiChange {
  /// The same thing happened, be it at another offset.
  func isLike(_ other: AbiChange) -> Bool { subject == other.subject && kind == other.kind }

  /// Whether it is about one member of a structure that stays.
  var isOfMember: Bool {
    guard case .structure(_, _?) = subject else { return false }
    return true
  }

  /// `first_p2m_pfn added`, `cs moved from 4 to 8`.
  var words: String {
    switch kind {
    case .renamed: "became \(Markdown.code(after))"
    case .renumbered: "renumbered from \(before) to \(after)"
    case .moved: "moved (\(before) → \(after))"
    case .resized: "resized (\(before) → \(after))"
    case .retyped: "stands for something else (\(before) → \(after))"
    case .recut: "cut otherwise (\(before) → \(after))"
    case .added: "added"
    case .removed: "removed"
    }
  }
}
