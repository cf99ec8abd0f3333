// SPDX-License-Identifier: Apache-2.0

import Instructions

/// An instruction for a kernel that must not have it.
struct SeededInstruction: Sendable {
  let kind: InstructionClass
  /// As an assembler takes it.
  let text: String
  /// 32, 64 or both.
  let modes: [Int]

  private init(_ kind: InstructionClass, _ text: String, _ modes: [Int] = [32, 64]) {
    self.kind = kind
    self.text = text
    self.modes = modes
  }

  static let all: [SeededInstruction] = [
    .init(.cli, "cli"), .init(.sti, "sti"), .init(.popf, "popf"), .init(.pushf, "pushf"),
    .init(.hlt, "hlt"), .init(.mwait, "mwait"),
    .init(.iret, "iret"), .init(.iret, "iretq", [64]), .init(.sysret, "sysretl", [64]),
    .init(.sysexit, "sysexit"), .init(.sysenter, "sysenter"), .init(.swapgs, "swapgs", [64]),
    .init(.eretu, ".byte 0xf3, 0x0f, 0x01, 0xca", [64]),
    .init(.lkgs, ".byte 0xf2, 0x0f, 0x00, 0xf0", [64]),
    .init(.lcall, "lcall *(%eax)"), .init(.ljmp, "ljmp *(%eax)"), .init(.lret, "lret"),
    .init(.int, "int $0x40"),
    .init(.lgdt, "lgdt (%eax)"), .init(.lidt, "lidt (%eax)"), .init(.lldt, "lldt %ax"),
    .init(.ltr, "ltr %ax"), .init(.sgdt, "sgdt (%eax)"), .init(.sidt, "sidt (%eax)"),
    .init(.sldt, "sldt %eax"), .init(.str, "str %eax"),
    .init(.movToSS, "mov %eax, %ss"), .init(.movToSegment, "mov %eax, %ds"),
    .init(.movToSegment, "pop %es", [32]), .init(.movFromCS, "mov %cs, %eax"),
    .init(.rdgsbase, "rdgsbase %rax", [64]), .init(.wrgsbase, "wrfsbase %rax", [64]),
    .init(.movFromCR, "mov %cr2, %eax", [32]), .init(.movFromCR, "mov %cr2, %rax", [64]),
    .init(.movToCR0, "mov %eax, %cr0", [32]), .init(.movToCR0, "mov %rax, %cr0", [64]),
    .init(.movToCR2, "mov %rax, %cr2", [64]), .init(.movToCR3, "mov %rax, %cr3", [64]),
    .init(.movToCR4, "mov %rax, %cr4", [64]), .init(.movToCR8, "mov %rax, %cr8", [64]),
    .init(.movFromDR, "mov %db7, %rax", [64]), .init(.movToDR, "mov %rax, %db7", [64]),
    .init(.lmsw, "lmsw %ax"), .init(.smsw, "smsw %eax"), .init(.clts, "clts"),
    .init(.stac, "clac"), .init(.xsetbv, "xsetbv"), .init(.xsaves, "xsaves (%eax)"),
    .init(.invlpg, "invlpg (%eax)"), .init(.invpcid, "invpcid (%eax), %eax", [32]),
    .init(.invpcid, "invpcid (%rax), %rax", [64]), .init(.invlpgb, ".byte 0x0f, 0x01, 0xfe"),
    .init(.invd, "invd"), .init(.wbinvd, "wbinvd"),
    .init(.in, "in $0x71, %al"), .init(.out, "out %al, %dx"), .init(.ins, "rep insl"),
    .init(.outs, "outsb"),
    .init(.rdmsr, "rdmsr"), .init(.wrmsr, "wrmsr"), .init(.wrmsrns, ".byte 0x0f, 0x01, 0xc6"),
    .init(.rdpmc, "rdpmc"), .init(.cpuid, "cpuid"), .init(.wrpkru, "rdpkru"),
    .init(.hreset, ".byte 0xf3, 0x0f, 0x3a, 0xf0, 0xc0, 0x01"),
    .init(.pconfig, "pconfig"),
    .init(.vmcall, "vmcall"), .init(.vmmcall, "vmmcall"), .init(.vmx, "vmxoff"),
    .init(.vmx, "vmread %rax, %rbx", [64]), .init(.svm, "stgi"), .init(.snp, "pvalidate"),
    .init(.tdx, "tdcall", [64]), .init(.encls, "encls"), .init(.getsec, "getsec"),
    .init(.rsm, "rsm"), .init(.shadowStack, "setssbsy"),
  ]
}
