// SPDX-License-Identifier: Apache-2.0

extension RuleExample {
  /// An example of a LOADER note with a wrong header: its sizes, type or owner.
  ///
  /// - Parameter head: the wrong note up to the descriptor, which extends from label 1 to label 2.
  static func noteHead(_ head: String) -> RuleExample {
    func note(_ head: String) -> String {
      """
        .section .note.Xen, "a", @note
      \(head)
      1:  .asciz "generic"
      2:  .balign 4
      """
    }
    let right = """
        .long 4, 2f - 1f, XEN_ELFNOTE_LOADER
        .asciz "Xen"
      """
    return RuleExample(wrong: note(head), right: note(right), without: [.loader])
  }
}
