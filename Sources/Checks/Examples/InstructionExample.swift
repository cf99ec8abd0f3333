// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import HypervisorABI
import Instructions

/// An instruction that a PV kernel must not contain, and its replacement, in an `ExampleGuest`.
///
/// The tests build both sides of each example, and check that `pvkit scan` reports the wrong one
/// and not the right one.
public struct InstructionExample: Sendable {
  /// The class of the instruction.
  public let kind: InstructionClass
  /// The instruction in the assembler's syntax.
  let wrong: String
  /// The assembly that replaces it.
  let right: String

  /// The example for a class of instructions; nil if there is none.
  public static func of(_ kind: InstructionClass) -> InstructionExample? {
    all.first { $0.kind == kind }
  }

  /// The example in a form that the tests can build.
  public var example: RuleExample {
    RuleExample(
      wrong: ".text\nstart: \(wrong)\njmp start\n" + Self.names,
      right: ".text\nstart: \(right)\njmp start\n" + Self.names, command: "scan")
  }

  /// The example as Markdown.
  public var markdown: String {
    WrongAndRight(frame: "in the code of a 64-bit PV kernel", wrong: wrong, right: right).markdown
  }

  /// The definitions of the data, hypercalls and constants that the right sides use.
  private static let names: String = {
    let calls = Hypercall.all.map {
      ".set HYPERVISOR_\($0.name), hypercall_page + \($0.number) * \(HypervisorABI.HypercallPage.entrySize)"
    }
    let constants = Self.constants.compactMap { name in
      Constant.named(name).map { ".set \(name), \($0.value)" }
    }
    return data + "\n" + (calls + constants).joined(separator: "\n")
  }()

  /// The names of the constants that the right sides use.
  static let constants = [
    "SCHEDOP_block", "SEGBASE_GS_KERNEL", "SEGBASE_GS_USER_SEL", "MMUEXT_SET_LDT",
    "MMUEXT_NEW_BASEPTR", "MMUEXT_INVLPG_LOCAL", "MMUEXT_TLB_FLUSH_LOCAL", "MMUEXT_INVLPG_MULTI",
    "MMUEXT_FLUSH_CACHE", "CONSOLEIO_read", "CONSOLEIO_write", "DOMID_SELF", "FLAT_KERNEL_CS",
    "FLAT_KERNEL_SS", "VGCF_in_syscall", "XENPMU_mode_get", "XENVER_version",
  ]

  private static let data = """
    .data
    .balign 8
    evtchn_upcall_pending: .byte 0
    evtchn_upcall_mask: .byte 0
    .balign 8
    arch_cr2: .quad 0
    evtchn_mask: .quad 0
    frames: .quad 0
    traps: .skip 64
    operation: .skip 64
    saved: .quad 0
    .bss
    .balign 4096
    hypercall_page: .skip 4096
    """

  /// A call through the hypercall page.
  private static func call(_ name: String, _ arguments: String...) -> String {
    let loads = zip(arguments, ["%rdi", "%rsi", "%rdx", "%r10"]).map { "mov \($0), \($1)" }
    return (loads + ["call HYPERVISOR_\(name)"]).joined(separator: "\n")
  }

  private static func extended(_ operation: String) -> String {
    "movl $\(operation), operation\n" + call("mmuext_op", "$operation", "$1", "$0", "$DOMID_SELF")
  }

  private static func nothing(_ why: String) -> String { "# nothing: \(why)" }

  private static let back = "push $0  # flags\njmp HYPERVISOR_iret"
  private static let base = call("set_segment_base", "$SEGBASE_GS_KERNEL", "%rax")
  private static let idle = call("sched_op", "$SCHEDOP_block", "$0")
  private static let any = call("xen_version", "$XENVER_version", "$0")
  private static let foreign = nothing("only the hypervisor may do it")

  private init(_ kind: InstructionClass, _ wrong: String, _ right: String) {
    (self.kind, self.wrong, self.right) = (kind, wrong, right)
  }

  /// One example for each class of instructions that has a `Treatment`.
  public static let all = events + transitions + tables + segments + registers + others

  private static let events: [InstructionExample] = [
    .init(.cli, "cli", "movb $1, evtchn_upcall_mask  # of the vCPU's vcpu_info"),
    .init(
      .sti, "sti",
      "movb $0, evtchn_upcall_mask\ncmpb $0, evtchn_upcall_pending  # if not 0: handle the events now"
    ),
    .init(.popf, "popf", "mov saved, %al\nmov %al, evtchn_upcall_mask"),
    .init(.pushf, "pushf", "mov evtchn_upcall_mask, %al\nmov %al, saved"),
    .init(.hlt, "hlt", idle),
    .init(.mwait, "mwait", idle),
  ]

  private static let transitions: [InstructionExample] = [
    .init(.iret, "iretq", back),
    .init(.sysret, "sysretq", "push $VGCF_in_syscall  # flags\njmp HYPERVISOR_iret"),
    .init(.sysexit, "sysexit", back),
    .init(.eretu, ".byte 0xf3, 0x0f, 0x01, 0xca  # eretu", back),
    .init(.swapgs, "swapgs", nothing("Xen swaps the base itself")),
    .init(
      .lkgs, ".byte 0xf2, 0x0f, 0x00, 0xf0  # lkgs %ax",
      call("set_segment_base", "$SEGBASE_GS_USER_SEL", "%rax")),
    .init(.sysenter, "sysenter", any),
    .init(.lcall, "lcall *(%rax)", "call *(%rax)"),
    .init(.ljmp, "ljmp *(%rax)", "jmp *(%rax)"),
    .init(.lret, "lret", "ret"),
    .init(.int, "int $0x40", nothing("the kernel calls its own handler")),
    .init(.vmcall, "vmcall", any),
    .init(.vmmcall, "vmmcall", any),
  ]

  private static let tables: [InstructionExample] = [
    .init(.lgdt, "lgdt (%rax)", call("set_gdt", "$frames", "$512")),
    .init(.lidt, "lidt (%rax)", call("set_trap_table", "$traps")),
    .init(.lldt, "lldt %ax", extended("MMUEXT_SET_LDT")),
    .init(.ltr, "ltr %ax", call("stack_switch", "$FLAT_KERNEL_SS", "%rsp")),
    .init(.sgdt, "sgdt (%rax)", "mov $frames, %rax  # what was given to set_gdt"),
    .init(.sidt, "sidt (%rax)", "mov $traps, %rax  # what was given to set_trap_table"),
    .init(.sldt, "sldt %eax", "mov saved, %rax  # what was given to MMUEXT_SET_LDT"),
    .init(.str, "str %eax", nothing("the TSS is Xen's")),
  ]

  private static let segments: [InstructionExample] = [
    .init(.movToSS, "mov %eax, %ss", nothing("Xen has loaded FLAT_KERNEL_SS")),
    .init(
      .movToSegment, "mov %eax, %gs", call("set_segment_base", "$SEGBASE_GS_USER_SEL", "%rax")),
    .init(.movFromCS, "mov %cs, %eax", "mov $FLAT_KERNEL_CS, %eax"),
    .init(.rdgsbase, "rdgsbase %rax", "mov saved, %rax  # what was given to set_segment_base"),
    .init(.wrgsbase, "wrgsbase %rax", base),
  ]

  private static let registers: [InstructionExample] = [
    .init(.movFromCR, "mov %cr2, %rax", "mov arch_cr2, %rax  # of the vCPU's vcpu_info"),
    .init(.movToCR0, "mov %rax, %cr0", call("fpu_taskswitch", "$1")),
    .init(.movToCR2, "mov %rax, %cr2", "mov %rax, arch_cr2  # of the vCPU's vcpu_info"),
    .init(.movToCR3, "mov %rax, %cr3", extended("MMUEXT_NEW_BASEPTR")),
    .init(.movToCR4, "mov %rax, %cr4", nothing("Xen sets what is needed")),
    .init(.movToCR8, "mov %rax, %cr8", "lock btsq $1, evtchn_mask  # of shared_info"),
    .init(.movFromDR, "mov %db7, %rax", call("get_debugreg", "$7")),
    .init(.movToDR, "mov %rax, %db7", call("set_debugreg", "$7", "%rax")),
    .init(.lmsw, "lmsw %ax", call("fpu_taskswitch", "$1")),
    .init(.smsw, "smsw %eax", "mov saved, %rax  # TS, as the kernel keeps it"),
    .init(.clts, "clts", call("fpu_taskswitch", "$0")),
    .init(.stac, "stac", nothing("Xen offers no SMAP to PV guests")),
    .init(.xsetbv, "xsetbv", nothing("before Xen 4.1; later, it may stay")),
    .init(.xsaves, "xsaves (%rax)", "xsavec (%rax)"),
    .init(.rdmsr, "rdmsr", nothing("or an entry in __ex_table, for the fault")),
    .init(.wrmsr, "wrmsr", base),
    .init(.wrmsrns, ".byte 0x0f, 0x01, 0xc6  # wrmsrns", base),
    .init(.rdpmc, "rdpmc", call("xenpmu_op", "$XENPMU_mode_get", "$operation")),
    .init(.cpuid, "cpuid", "ud2\n.ascii \"xen\"\ncpuid"),
    .init(.wrpkru, "wrpkru", nothing("Xen offers no protection keys to PV guests")),
  ]

  private static let others: [InstructionExample] =
    [
      .init(.invlpg, "invlpg (%rax)", extended("MMUEXT_INVLPG_LOCAL")),
      .init(.invpcid, "invpcid (%rax), %rax", extended("MMUEXT_TLB_FLUSH_LOCAL")),
      .init(.invlpgb, ".byte 0x0f, 0x01, 0xfe  # invlpgb", extended("MMUEXT_INVLPG_MULTI")),
      .init(.invd, "invd", extended("MMUEXT_FLUSH_CACHE")),
      .init(.wbinvd, "wbinvd", extended("MMUEXT_FLUSH_CACHE")),
      .init(.in, "in $0x60, %al", call("console_io", "$CONSOLEIO_read", "$1", "$operation")),
      .init(.ins, "insb", call("console_io", "$CONSOLEIO_read", "$1", "$operation")),
      .init(.out, "out %al, %dx", call("console_io", "$CONSOLEIO_write", "$1", "$operation")),
      .init(.outs, "outsb", call("console_io", "$CONSOLEIO_write", "$1", "$operation")),
      .init(.hreset, ".byte 0xf3, 0x0f, 0x3a, 0xf0, 0xc0, 0x01  # hreset $1", foreign),
    ]
    + foreigners.map { InstructionExample($0.0, $0.1, foreign) }

  private static let foreigners: [(InstructionClass, String)] = [
    (.pconfig, "pconfig"), (.vmx, "vmxoff"), (.svm, "stgi"), (.snp, "pvalidate"),
    (.tdx, "tdcall"), (.encls, "encls"), (.getsec, "getsec"), (.rsm, "rsm"),
    (.shadowStack, "setssbsy"),
  ]
}
