// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// A rule whose findings a rewrite of the notes mends without anybody's decision.
///
/// Every rewrite writes the owner's size, aligns to 4 bytes and has a PT_NOTE: who minds no more
/// than that has nothing to add.
public protocol MendingRule: Rule {
  /// Changes the notes of `subject` that are about to be written anew.
  static func mend(_ entries: inout [NoteRewrite.Entry], of subject: Subject)
}

extension MendingRule {
  public static func mend(_ entries: inout [NoteRewrite.Entry], of subject: Subject) {}
}

extension Rules {
  private static let mending = all.compactMap { $0 as? any MendingRule.Type }

  /// Has the notes of `subject` written anew, without what can be mended.
  public static func mend(_ rewrite: inout NoteRewrite, of subject: Subject) {
    rewrite.entries = mending.reduce(into: rewrite.entries) { $1.mend(&$0, of: subject) }
  }
}
