// SPDX-License-Identifier: Apache-2.0

import GuestCode

/// The explanation of a problem in code that a suppression names and that is not a class of
/// instructions: a class of wrong hypercalls, or the use of floating-point registers.
public struct ReviewedProblem: Sendable {
  /// The name in suppressions: `argumentLost`.
  public let name: String
  /// The rule that reports it.
  let rule: any Rule.Type
  /// What it means and how to fix it, in Markdown.
  let text: String

  /// The explanation with the rule, in Markdown.
  public var markdown: String {
    text + "\n\nIt is reported by the rule `\(rule.id)` (`pvkit explain \(rule.id)`). "
      + "A suppression names it: `FUNCTION \(name) REASON`."
  }

  /// The problem of that name; nil if there is none.
  public static func named(_ name: String) -> ReviewedProblem? { all.first { $0.name == name } }

  /// All of them.
  public static let all: [ReviewedProblem] = [
    call(
      "unknownNumber",
      """
      No release of Xen has a hypercall of this number for such a guest: Xen answers -ENOSYS and does nothing.

      **Fix:** look the number up (`pvkit abi hypercalls`). Entry N of the hypercall page starts at offset N * 32.
      """),
    call(
      "absent",
      """
      The release that was asked for (--xen) has no hypercall of this number for such a guest, but other \
      releases or other kinds of guest have. Xen answers -ENOSYS, which the kernel does not look at.

      **Fix:** look at the result and do without the hypercall, or require a release that has it.
      """),
    call(
      "middleOfEntry",
      """
      The call goes to an address within an entry of the hypercall page, not to its start: the number that \
      Xen gets is not the intended one.

      **Fix:** an entry has 32 bytes: call the page's address + number * 32.
      """),
    call(
      "iretCalled",
      """
      HYPERVISOR_iret takes its frame from the top of the stack. A call instruction puts the return address \
      there, so that Xen reads a frame that is shifted by one word and resumes the guest at a wrong address.

      **Fix:** jump to the entry of iret; it does not return.
      """),
    call(
      "argumentLost",
      """
      The register of an argument still holds what an earlier hypercall left in it. Xen may change the \
      registers of arguments: a debug build of the hypervisor overwrites them.

      **Fix:** set the register before each hypercall, or declare in the wrapper that the call changes it, \
      as `pvkit generate shims` does.
      """),
    call(
      "argumentUnset",
      """
      Nothing on the way to the hypercall writes the register of an argument: Xen gets what happened to be in \
      it. For the fourth argument on x86_64, C uses rcx, and Xen r10.

      **Fix:** set the register; `pvkit generate shims` writes wrappers that do.
      """),
    call(
      "readAfter",
      """
      A register that the hypercall may change is read after it: a register of an argument, or, after a raw \
      syscall, rcx or r11.

      **Fix:** save the value in another register, or declare in the wrapper what the call changes.
      """),
    ReviewedProblem(
      name: FloatingPointUse.name, rule: FloatingPoint.self,
      text: """
        A function of the kernel uses the floating-point or vector registers without saving those of the \
        process that they belong to.

        **Fix:** put the use between kernel_fpu_begin() and kernel_fpu_end(), or compile the file without it.
        """),
  ]

  private static func call(_ name: String, _ text: String) -> ReviewedProblem {
    ReviewedProblem(name: name, rule: HypercallSites.self, text: text)
  }
}
