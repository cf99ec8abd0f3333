// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// A vCPU's registers and traps. Source: public/arch-x86_32.h, arch-x86_64.h up to 3.0.4,
  /// public/arch-x86/ afterwards.
  static let registers: [Structure] = [
    Structure(
      "cpu_user_regs", "arch-x86/xen-x86_32.h",
      summary: "The registers of a guest, as its handlers find them on the stack.", only: .i386,
      registers32),
    Structure(
      "cpu_user_regs", "arch-x86/xen-x86_64.h",
      summary: "The registers of a guest, as its handlers find them on the stack.", only: .x86_64,
      registers64),
    Structure(
      "trap_info", "arch-x86/xen.h", summary: "set_trap_table: the handler of one vector.",
      [
        Field(.u8, "vector"),
        Field(.u8, "flags"),
        Field(.u16, "cs"),
        Field(.ulong, "address"),
      ]),
    Structure(
      "iret_context", "arch-x86/xen-x86_64.h", summary: "The stack that the iret hypercall takes.",
      since: .v3_0_2,
      only: .x86_64,
      ["rax", "r11", "rcx", "flags", "rip", "cs", "rflags", "rsp", "ss"].map { Field(.u64, $0) }),
    Structure(
      "switch_to_user", "arch-x86/xen-x86_64.h",
      summary: "The stack that switch_to_user takes, before it became iret.", until: .v3_0_2,
      only: .x86_64,
      ["rax", "r11", "rcx", "flags", "rip", "cs", "rflags", "rsp", "ss"].map { Field(.u64, $0) }),
    Structure(
      "vcpu_guest_context", "arch-x86/xen.h",
      summary: "VCPUOP_initialise: the whole state of a PV vCPU.", guestContext),
  ]

  private static let registers32: [Field] =
    ["ebx", "ecx", "edx", "esi", "edi", "ebp", "eax"].map { Field(.u32, $0) } + [
      Field(.u16, "error_code"),
      Field(.u16, "entry_vector"),
      Field(.u32, "eip"),
      Field(.u16, "cs"),
      Field(.u8, "saved_upcall_mask"),
      Field(.u8, "_pad0"),
      Field(.u32, "eflags"),
      Field(.u32, "esp"),
      Field(.u16, "ss"), Field(.u16, "_pad1"),
      Field(.u16, "es"), Field(.u16, "_pad2"),
      Field(.u16, "ds"), Field(.u16, "_pad3"),
      Field(.u16, "fs"), Field(.u16, "_pad4"),
      Field(.u16, "gs"), Field(.u16, "_pad5"),
    ]

  private static let registers64: [Field] = [
    Field(.u64, "r15"), Field(.u64, "r14"), Field(.u64, "r13"), Field(.u64, "r12"),
    bothNames("bp"), bothNames("bx"),
    Field(.u64, "r11"), Field(.u64, "r10"), Field(.u64, "r9"), Field(.u64, "r8"),
    bothNames("ax"), bothNames("cx"), bothNames("dx"), bothNames("si"), bothNames("di"),
    Field(.u32, "error_code"),
    Field(.u32, "entry_vector"),
    bothNames("ip"),
    Field(.u16, "cs"), Field(.u16, "_pad0", count: 1),
    Field(.u8, "saved_upcall_mask"), Field(.u8, "_pad1", count: 3),
    bothNames("flags"),
    bothNames("sp"),
    Field(.u16, "ss"), Field(.u16, "_pad2", count: 3),
    Field(.u16, "es"), Field(.u16, "_pad3", count: 3),
    Field(.u16, "ds"), Field(.u16, "_pad4", count: 3),
    Field(.u16, "fs"), Field(.u16, "_pad5", count: 3),
    Field(.u16, "gs"), Field(.u16, "_pad6", count: 3),
  ]

  /// A register under its 64-bit and its 32-bit name; since 3.1 its low half has a name too.
  private static func bothNames(_ register: String) -> Field {
    Field(
      .union([
        Field(.u64, "r" + register),
        Field(.u64, "e" + register),
        Field(.u32, "_e" + register, since: .v3_1),
      ]))
  }

  private static let guestContext: [Field] = [
    Field(.struct([Field(.char, "x", count: 512)]), "fpu_ctxt"),
    Field(.ulong, "flags"),
    Field(.named("cpu_user_regs"), "user_regs"),
    Field(.named("trap_info"), "trap_ctxt", count: 256),
    Field(.ulong, "ldt_base"), Field(.ulong, "ldt_ents"),
    Field(.ulong, "gdt_frames", count: 16), Field(.ulong, "gdt_ents"),
    Field(.ulong, "kernel_ss"), Field(.ulong, "kernel_sp"),
    Field(.ulong, "ctrlreg", count: 8),
    Field(.ulong, "debugreg", count: 8),
    Field(.ulong, "event_callback_cs", only: .i386),
    Field(.ulong, "event_callback_eip"),
    Field(.ulong, "failsafe_callback_cs", only: .i386),
    Field(.ulong, "failsafe_callback_eip"),
    Field(.ulong, "syscall_callback_eip", only: .x86_64),
    Field(.ulong, "vm_assist"),
    Field(.u64, "fs_base", only: .x86_64),
    Field(.u64, "gs_base_kernel", only: .x86_64),
    Field(.u64, "gs_base_user", only: .x86_64),
  ]
}
