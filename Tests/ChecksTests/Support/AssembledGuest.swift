// SPDX-License-Identifier: Apache-2.0

import Checks
import Commands
import GuestImage
import Loaders
import Testing

/// What one rule says of a PV kernel of these instructions, linked as kernels are.
func findings(_ rule: any Rule.Type, code: String, bits: Int = 64) throws -> [Finding] {
  try Places.withScratchFolder { folder in
    let (object, kernel) = (folder + "/code.o", folder + "/kernel")
    let source = """
      .globl start
      start:
      \(code)
      .section .note.Xen, "a", @note
      .balign 4; .long 4, 2f - 1f, 5; .asciz "Xen"; 1: .asciz "xen-3.0"; 2: .balign 4
      .section .bss.page, "aw", @nobits
      .balign 4096
      .globl hypercall_page
      hypercall_page: .skip 4096

      """
    let assembled = try Command.run(
      ["as", "--\(bits)", "-o", object, "-"], input: Array(source.utf8))
    try #require(assembled.status == 0, "\(assembled.errors)")
    let linked = try Command.run([
      "ld", "-m", bits == 64 ? "elf_x86_64" : "elf_i386", "-e", "start", "-z", "noexecstack",
      "-Ttext=\(bits == 64 ? "0xffffffff81000000" : "0xc0100000")", "-o", kernel, object,
    ])
    try #require(linked.status == 0, "\(linked.errors)")
    let image = try GuestImage.open(path: kernel)
    return declared(rule, rule.check(Subject(image: image, target: Target(), verdicts: [])))
  }
}
