// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The initial state of a vCPU in an HVM container, for VCPUOP_initialise. Source:
  /// public/hvm/hvm_vcpu.h, 4.7 to 4.22.
  static let hvmVcpus: [Structure] =
    [
      Structure(
        "vcpu_hvm_x86_32", "hvm/hvm_vcpu.h",
        summary: "Registers and segments of a vCPU that starts in 32-bit mode.", since: .v4_7,
        [
          Field(.u32, "eax"),
          Field(.u32, "ecx"),
          Field(.u32, "edx"),
          Field(.u32, "ebx"),
          Field(.u32, "esp"),
          Field(.u32, "ebp"),
          Field(.u32, "esi"),
          Field(.u32, "edi"),
          Field(.u32, "eip"),
          Field(.u32, "eflags"),
          Field(.u32, "cr0"),
          Field(.u32, "cr3"),
          Field(.u32, "cr4"),
          Field(.u32, "pad1"),
          Field(.u64, "efer"),
          Field(.u32, "cs_base"),
          Field(.u32, "ds_base"),
          Field(.u32, "ss_base"),
          Field(.u32, "es_base"),
          Field(.u32, "tr_base"),
          Field(.u32, "cs_limit"),
          Field(.u32, "ds_limit"),
          Field(.u32, "ss_limit"),
          Field(.u32, "es_limit"),
          Field(.u32, "tr_limit"),
          Field(.u16, "cs_ar"),
          Field(.u16, "ds_ar"),
          Field(.u16, "ss_ar"),
          Field(.u16, "es_ar"),
          Field(.u16, "tr_ar"),
          Field(.u16, "pad2", count: 3),
        ]),
      Structure(
        "vcpu_hvm_x86_64", "hvm/hvm_vcpu.h",
        summary: "Registers of a vCPU that starts in 64-bit mode.", since: .v4_7,
        [
          Field(.u64, "rax"),
          Field(.u64, "rcx"),
          Field(.u64, "rdx"),
          Field(.u64, "rbx"),
          Field(.u64, "rsp"),
          Field(.u64, "rbp"),
          Field(.u64, "rsi"),
          Field(.u64, "rdi"),
          Field(.u64, "rip"),
          Field(.u64, "rflags"),
          Field(.u64, "cr0"),
          Field(.u64, "cr3"),
          Field(.u64, "cr4"),
          Field(.u64, "efer"),
        ]),
      Structure(
        "vcpu_hvm_context", "hvm/hvm_vcpu.h",
        summary: "Argument of VCPUOP_initialise: the mode and its registers.", since: .v4_7,
        [
          Field(.u32, "mode"),
          Field(.u32, "pad"),
          Field(
            .union([
              Field(.named("vcpu_hvm_x86_32"), "x86_32"),
              Field(.named("vcpu_hvm_x86_64"), "x86_64"),
            ]), "cpu_regs"),
        ]),
    ]
    .typedef("vcpu_hvm_x86_32", as: "xen_vcpu_hvm_x86_32", since: .v4_15)
    .typedef("vcpu_hvm_x86_64", as: "xen_vcpu_hvm_x86_64", since: .v4_15)
}
