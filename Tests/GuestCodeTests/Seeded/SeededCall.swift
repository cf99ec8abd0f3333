// SPDX-License-Identifier: Apache-2.0

import GuestCode

/// A call of Xen for a kernel, made in a wrong way.
struct SeededCall: Sendable {
  /// As an assembler takes it; CALL(n) is a right call of number n, as the kernel makes it.
  let text: String
  /// 32 or 64.
  let mode: Int
  let problems: [HypercallSite.Problem]
  /// It is about the hypercall page.
  let needsPage: Bool

  private init(
    _ text: String, _ mode: Int, _ problems: [HypercallSite.Problem], needsPage: Bool = false
  ) {
    self.text = text
    self.mode = mode
    self.problems = problems
    self.needsPage = needsPage
  }

  /// The text for a kernel that calls so, in which `n` stands for the number.
  func text(calling call: String) -> String {
    text.replacing(/CALL\((\d+)\)/) { match in call.replacing("n", with: match.1) }
  }

  static let all = only64 + only32 + both

  private static let only64: [SeededCall] = [
    .init("mov $60, %eax; syscall", 64, [.unknownNumber(60)]),
    .init("mov $17, %eax; syscall; mov %rcx, %rbx", 64, [.readAfter(register: "rcx")]),
    .init("mov $17, %eax; syscall; lea (%rbx,%r11), %rbx", 64, [.readAfter(register: "r11")]),
    .init(
      "call 1f; 1: CALL(17)", 64,
      [
        .argumentLost(register: "rdi", argument: "cmd"),
        .argumentLost(register: "rsi", argument: "arg"),
      ]),
  ]

  private static let only32: [SeededCall] = [
    .init("mov $60, %eax; int $0x82", 32, [.unknownNumber(60)]),
    .init(
      "call 1f; 1: mov %eax, %ebx; CALL(17)", 32,
      [.argumentLost(register: "ecx", argument: "arg")]),
  ]

  private static let both: [SeededCall] = [64, 32].flatMap { mode -> [SeededCall] in
    let (first, result, clear) =
      mode == 64 ? ("rdi", "rax", "xor %edi, %edi") : ("ebx", "eax", "xor %ebx, %ebx")
    return [
      .init("CALL(60)", mode, [.unknownNumber(60)]),
      .init(
        "\(clear); CALL(29); mov %\(first), %\(result)", mode,
        [.readAfter(register: first)]),
      .init("call hypercall_page + 933", mode, [.middleOfEntry], needsPage: true),
      .init("call hypercall_page + 736", mode, [.iretCalled], needsPage: true),
    ]
  }
}
