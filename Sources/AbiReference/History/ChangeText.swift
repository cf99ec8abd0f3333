// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import HypervisorABI

extension History.Step {
  /// The changes of both architectures merged; `on` is nil if a change is on both.
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
  /// Whether it is the same change, possibly at another offset.
  func isLike(_ other: AbiChange) -> Bool { subject == other.subject && kind == other.kind }

  /// Whether it is a change of a member, not of a whole structure.
  var isOfMember: Bool {
    guard case .structure(_, _?) = subject else { return false }
    return true
  }

  /// The change in words, without the name: `added`, `moved (at 4 … → at 8 …)`.
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
