// SPDX-License-Identifier: Apache-2.0

/// What Debian's Xen 4.17 does, on the processor that QEMU makes up: it has no XSAVE, no FSGSBASE
/// and no PCID, so that some of these cannot be shown to do more than to be refused.
extension Probe {
  static let all = flags + transitions + descriptors + segments + registers + memory + system

  /// The interrupt flag, which reads as 1 whatever happens.
  private static let isSet = Expected.goesOn { $0 & 0x200 != 0 }
  private static let flags: [Probe] = [
    .init(.cli, "cli", .protectionFault),
    .init(.sti, "sti", .protectionFault),
    // Events are masked from the start, and stay so.
    .init(.sti, "sti; mov vcpu(%rip), %rdx; movzbl 1(%rdx), %eax", iopl: 1, gives(1)),
    .init(
      .cli,
      "mov vcpu(%rip), %rdx; movb $0, 1(%rdx); cli; movzbl 1(%rdx), %eax; movb $1, 1(%rdx)",
      iopl: 1, gives(0)),
    .init(.pushf, "pushf; pop %rax", isSet),
    .init(.popf, "pushf; andq $~0x200, (%rsp); popf; pushf; pop %rax", isSet),
    .init(.hlt, "hlt", .protectionFault),
    .init(.mwait, "xor %ecx, %ecx; xor %edx, %edx; mwait", .invalidOpcode),
  ]

  private static let transitions: [Probe] = [
    // A frame as Xen pushes it, CS with RPL 0; then with the real one, where nothing is masked.
    .init(
      .iret,
      """
      mov %rsp, %rax; mov %ss, %ecx; push %rcx; push %rax; pushf; mov %cs, %ecx; and $~3, %ecx; \
      push %rcx; lea 1f(%rip), %rcx; push %rcx; iretq; 1:
      """, .protectionFault),
    .init(
      .iret,
      """
      mov vcpu(%rip), %rdx; movb $0, 1(%rdx); \
      mov %rsp, %rax; mov %ss, %ecx; push %rcx; push %rax; pushf; andq $~0x200, (%rsp); \
      mov %cs, %ecx; push %rcx; lea 1f(%rip), %rcx; push %rcx; iretq; \
      1: movzbl 1(%rdx), %eax; movb $1, 1(%rdx)
      """, gives(0)),
    .init(.sysret, "lea 1f(%rip), %rcx; pushf; pop %r11; sysretq; 1:", .protectionFault),
    .init(.sysexit, "sysexitl", .invalidOpcode),
    .init(.sysenter, "sysenter", .invalidOpcode),
    .init(.eretu, ".byte 0xf3, 0x0f, 0x01, 0xca", .invalidOpcode),
    .init(.swapgs, "swapgs", .protectionFault),
    .init(.lkgs, "xor %eax, %eax; .byte 0xf2, 0x0f, 0x00, 0xf0", .invalidOpcode),
    .init(.lret, "mov %cs, %eax; push %rax; lea 1f(%rip), %rax; push %rax; lretq; 1:", goesOn),
    .init(
      .lret, "mov %cs, %eax; and $~3, %eax; push %rax; lea 1f(%rip), %rax; push %rax; lretq; 1:",
      .protectionFault),
    .init(.lcall, "movq $0, scratch(%rip); lcall *scratch(%rip)", .protectionFault),
    .init(.ljmp, "movq $0, scratch(%rip); ljmp *scratch(%rip)", .protectionFault),
    // Xen lets this one through without a look at the table. QEMU gets the error code of others
    // wrong in long mode, by which Xen would find their row.
    .init(.int, "int $0x80", .delivered),
    .init(.int, "int $0x41", .protectionFault),
  ]

  private static let descriptors: [Probe] = [
    .init(.lgdt, "sgdt scratch(%rip); lgdt scratch(%rip)", .protectionFault),
    .init(.lidt, "sidt scratch(%rip); lidt scratch(%rip)", .protectionFault),
    .init(.lldt, "xor %eax, %eax; lldt %ax", .protectionFault),
    .init(.ltr, "xor %eax, %eax; ltr %ax", .protectionFault),
    // Addresses of the hypervisor's own, in its part of the address space.
    .init(.sgdt, "sgdt scratch(%rip); mov 2+scratch(%rip), %rax", hypervisors),
    .init(.sidt, "sidt scratch(%rip); mov 2+scratch(%rip), %rax", hypervisors),
    .init(.sldt, "xor %eax, %eax; sldt %eax", goesOn),
    .init(.str, "xor %eax, %eax; str %eax", .goesOn { $0 != 0 }),
  ]
  private static let hypervisors = Expected.goesOn {
    (0xffff_8000_0000_0000..<0xffff_8800_0000_0000).contains($0)
  }

  private static let segments: [Probe] = [
    .init(.movToSS, "mov %ss, %eax; mov %eax, %ss", goesOn),
    .init(.movToSS, "mov %ss, %eax; and $~3, %eax; mov %eax, %ss", .protectionFault),
    .init(.movToSegment, "mov %ss, %eax; mov %eax, %ds", goesOn),
    .init(.movFromCS, "mov %cs, %eax; and $3, %eax", gives(3)),
    .init(.rdgsbase, "rdgsbase %rax", .invalidOpcode),
    .init(.wrgsbase, "xor %eax, %eax; wrgsbase %rax", .invalidOpcode),
  ]

  private static let registers: [Probe] = [
    .init(.movFromCR, "mov %cr0, %rax", .goesOn { $0 & 0x8000_0001 == 0x8000_0001 }),
    .init(.movFromCR, "mov %cr3, %rax", .goesOn { $0 != 0 }),
    .init(.movToCR0, "clts; mov %cr0, %rax; or $8, %rax; mov %rax, %cr0; mov %cr0, %rax; clts", ts),
    .init(.movToCR0, "mov %cr0, %rax; btc $16, %rax; mov %rax, %cr0", .protectionFault),
    .init(.movToCR2, "mov $0x1234, %eax; mov %rax, %cr2; mov %cr2, %rax", gives(0x1234)),
    .init(.movToCR3, "mov %cr3, %rax; mov %rax, %cr3", goesOn),
    .init(.movToCR3, "mov $0x7fffffffff000, %rax; mov %rax, %cr3", .protectionFault),
    // Global pages (bit 7) are not the guest's to turn off.
    .init(
      .movToCR4,
      "mov %cr4, %rdx; mov %rdx, %rax; and $~0x20, %rax; mov %rax, %cr4; "
        + "mov %cr4, %rax; xor %rdx, %rax", gives(0)),
    .init(.movToCR8, "xor %eax, %eax; mov %rax, %cr8", .protectionFault),
    .init(.movFromDR, "mov %db7, %rax", goesOn),
    .init(.movToDR, "mov $0x5678, %eax; mov %rax, %db0; mov %db0, %rax", gives(0x5678)),
    .init(.lmsw, "smsw %eax; lmsw %ax", .protectionFault),
    .init(.smsw, "mov %cr0, %rdx; xor %eax, %eax; smsw %eax", .goesOn { $0 & 1 == 1 }),
    .init(.clts, "mov %cr0, %rax; or $8, %rax; mov %rax, %cr0; clts; mov %cr0, %rax", noTs),
    .init(.stac, "stac", .invalidOpcode),
    .init(.xsetbv, "xor %ecx, %ecx; xor %edx, %edx; mov $1, %eax; xsetbv", .invalidOpcode),
    .init(.xsaves, "xsaves scratch(%rip)", .invalidOpcode),
  ]
  private static let ts = Expected.goesOn { $0 & 8 != 0 }
  private static let noTs = Expected.goesOn { $0 & 8 == 0 }

  private static let memory: [Probe] = [
    .init(.invlpg, "invlpg scratch(%rip)", .protectionFault),
    .init(.invpcid, "xor %eax, %eax; invpcid scratch(%rip), %rax", .invalidOpcode),
    .init(.invlpgb, ".byte 0x0f, 0x01, 0xfe", .invalidOpcode),
    .init(.invd, "invd", .protectionFault),
    .init(.wbinvd, "wbinvd", goesOn),
    .init(.in, "in $0x80, %al", .protectionFault),
    .init(.in, "in $0x80, %al", iopl: 1, goesOn),
    .init(.out, "xor %eax, %eax; out %al, $0x80", .protectionFault),
    .init(.out, "xor %eax, %eax; out %al, $0x80", iopl: 1, goesOn),
    .init(.ins, "lea scratch(%rip), %rdi; mov $0x80, %edx; insb", .protectionFault),
    .init(.ins, "lea scratch(%rip), %rdi; mov $0x80, %edx; insb", iopl: 1, goesOn),
    .init(.outs, "lea scratch(%rip), %rsi; mov $0x80, %edx; outsb", .protectionFault),
    .init(.outs, "lea scratch(%rip), %rsi; mov $0x80, %edx; outsb", iopl: 1, goesOn),
  ]

  private static let system: [Probe] = [
    // EFER: long mode is on. IA32_PLATFORM_ID is none that Xen lets through.
    .init(.rdmsr, "mov $0xc0000080, %ecx; rdmsr", .goesOn { $0 & 0x400 != 0 }),
    .init(.rdmsr, "mov $0x17, %ecx; rdmsr", .protectionFault),
    .init(
      .wrmsr,
      """
      mov $0xc0000100, %ecx; mov $0x4321, %eax; xor %edx, %edx; wrmsr; xor %eax, %eax; rdmsr
      """, gives(0x4321)),
    .init(.wrmsr, "mov $0x2ff, %ecx; xor %eax, %eax; xor %edx, %edx; wrmsr", .protectionFault),
    .init(.wrmsrns, ".byte 0x0f, 0x01, 0xc6", .invalidOpcode),
    .init(.rdpmc, "xor %ecx, %ecx; rdpmc", .protectionFault),
    // Bit 7 of leaf 1's edx is the machine check: the machine has it, the domain does not.
    .init(
      .cpuid,
      "mov $1, %eax; cpuid; mov %edx, %esi; mov $1, %eax; ud2; .ascii \"xen\"; "
        + "cpuid; mov %edx, %eax; xor %esi, %eax", .goesOn { $0 != 0 }),
    .init(.wrpkru, "xor %ecx, %ecx; rdpkru", .invalidOpcode),
    .init(.hreset, ".byte 0xf3, 0x0f, 0x3a, 0xf0, 0xc0, 0x01", .invalidOpcode),
    .init(.pconfig, "pconfig", .invalidOpcode),
    .init(.vmcall, "vmcall", .invalidOpcode), .init(.vmmcall, "vmmcall", .invalidOpcode),
    .init(.vmx, "vmxoff", .invalidOpcode), .init(.svm, "stgi", .protectionFault),
    .init(.snp, "pvalidate", .invalidOpcode), .init(.tdx, "tdcall", .invalidOpcode),
    .init(.encls, "encls", .invalidOpcode), .init(.getsec, "getsec", .invalidOpcode),
    .init(.rsm, "rsm", .invalidOpcode), .init(.shadowStack, "setssbsy", .invalidOpcode),
  ]
}
