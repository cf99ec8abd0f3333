// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Testing

/// A PV kernel with instructions that fault and mislead; `-DMOVED` puts 64 bytes of nops before them,
/// and `-DMORE` one more.
enum RebuiltKernel {
  private static let source = """
    .macro note type
    .section .note.Xen, "a", @note
    .align 4
    .long 4, 2f - 1f, \\type
    .asciz "Xen"
    1:
    .endm
    note 6
    .asciz "test"
    2: .align 4
    note 8
    .asciz "generic"
    2: .align 4
    note 5
    .asciz "xen-3.0"
    2: .align 4
    note 1
    .quad _start
    2: .align 4
    note 3
    .quad 0xffffffff80000000
    2: .align 4
    .text
    #ifdef MOVED
    .skip 64, 0x90
    #endif
    .globl _start
    .type _start, @function
    _start: cli
    lgdt 0(%rax)
    1: jmp 1b
    .size _start, . - _start
    .type other, @function
    other: popf
    #ifdef TWICE
    popf
    #endif
    #ifdef MORE
    wrmsr
    #endif
    ret
    .size other, . - other
    #ifdef ELSEWHERE
    .type third, @function
    third: popf
    ret
    .size third, . - third
    #endif
    """

  /// Builds it as `file`, from `file.S`.
  static func build(_ file: String, _ flags: String...) throws {
    let text = file + ".S"
    try Output.write(source, to: text)
    let result = try Command.run(
      [
        "gcc", "-nostdlib", "-static", "-Wl,-Ttext=0xffffffff80100000", "-Wl,--build-id=none", "-o",
        file, text,
      ] + flags)
    #expect(result.status == 0, "\(result.errors)")
  }
}
