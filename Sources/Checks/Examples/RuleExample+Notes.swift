// SPDX-License-Identifier: Apache-2.0

extension RuleExample {
  /// A LOADER note whose head is wrong: its sizes, type and owner.
  ///
  /// - Parameter head: up to the descriptor, which is from the label 1 to the label 2.
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
