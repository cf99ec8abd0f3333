// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// A rule whose findings a rewrite of the notes fixes without a decision by the user.
///
/// Every rewrite writes the right size of the owner, aligns to 4 bytes and adds a PT_NOTE. A rule
/// whose findings are fixed by that does not implement `mend`.
public protocol MendingRule: Rule {
  /// Changes the notes of `subject` before they are rewritten.
  static func mend(_ entries: inout [NoteRewrite.Entry], of subject: Subject)
}

extension MendingRule {
  public static func mend(_ entries: inout [NoteRewrite.Entry], of subject: Subject) {}
}

extension Rules {
  private static let mending = all.compactMap { $0 as? any MendingRule.Type }

  /// Fixes the notes of a rewrite, as far as rules can.
  public static func mend(_ rewrite: inout NoteRewrite, of subject: Subject) {
    rewrite.entries = mending.reduce(into: rewrite.entries) { $1.mend(&$0, of: subject) }
  }
}
