// SPDX-License-Identifier: Apache-2.0

extension Hypercall {
  /// All hypercalls, by number. The arguments before 3.0.0 are from
  /// include/asm-xen/hypervisor.h@2.0.4. The four columns are the handlers in 4.17 for pv32, pv64,
  /// hvm32 and hvm64.
  public static let all: [Hypercall] = early + later + architecture

  private static let early: [Hypercall] = [
    .init(
      0, "set_trap_table", ["const struct trap_info *table"], "compat do - -", since: .v2_0),
    .init(
      1, "mmu_update",
      [
        "struct mmu_update *req", "unsigned int count", "unsigned int *done", "unsigned int domain",
      ],
      "do do - -", since: .v2_0,
      before: .init(.v3_0_0, ["struct mmu_update *req", "int count", "int *done"]),
      commands: .mmuUpdate),
    .init(
      2, "set_gdt", ["const unsigned long *frame_list", "unsigned int entries"],
      "compat do - -", since: .v2_0),
    .init(
      3, "stack_switch", ["unsigned long ss", "unsigned long esp"], "do do - -", since: .v2_0),
    .init(
      4, "set_callbacks",
      [
        "unsigned long event_address", "unsigned long failsafe_address",
        "unsigned long syscall_address",
      ],
      arguments32: [
        "unsigned long event_selector", "unsigned long event_address",
        "unsigned long failsafe_selector", "unsigned long failsafe_address",
      ],
      "compat do - -", since: .v2_0),
    .init(5, "fpu_taskswitch", ["int set"], "do do - -", since: .v2_0, before: .init(.v3_0_0, [])),
    .init(
      6, "sched_op_compat", ["int cmd", "unsigned long arg"], "do do - -", since: .v3_0_2,
      other: [.init("sched_op", until: .v3_0_2)], before: .init(.v3_0_0, ["unsigned long op"]),
      commands: .schedOp),
    .init(
      7, "platform_op", ["void *op"], "compat do compat do", since: .v3_0_3,
      other: [.init("dom0_op", until: .v3_0_3)], commands: .platformOp),
    .init(8, "set_debugreg", ["int reg", "unsigned long value"], "do do - -", since: .v2_0),
    .init(9, "get_debugreg", ["int reg"], "do do - -", since: .v2_0),
    .init(
      10, "update_descriptor", ["uint64_t address", "uint64_t descriptor"],
      arguments32: [
        "uint32_t address_low", "uint32_t address_high", "uint32_t descriptor_low",
        "uint32_t descriptor_high",
      ],
      "compat do - -", since: .v2_0,
      before: .init(
        .v3_0_0, ["unsigned long address", "unsigned long word1", "unsigned long word2"])),
    .init(11, "set_fast_trap", ["int index"], "- - - -", since: .v2_0, until: .v3_0_0),
    .init(
      12, "memory_op", ["unsigned int cmd", "void *arg"], "compat do hvm hvm", since: .v3_0_0,
      other: [.init("dom_mem_op", until: .v3_0_0)],
      before: .init(
        .v3_0_0,
        [
          "unsigned int op", "void *extent_list", "unsigned long nr_extents",
          "unsigned int extent_order", "domid_t domain",
        ]), commands: .memoryOp),
    .init(
      13, "multicall", ["struct multicall_entry *call_list", "unsigned int nr_calls"],
      "compat do compat do", since: .v2_0),
    .init(
      14, "update_va_mapping", ["unsigned long va", "uint64_t value", "unsigned long flags"],
      arguments32: [
        "unsigned long va", "uint32_t value_low", "uint32_t value_high", "unsigned long flags",
      ],
      "compat do - -", since: .v2_0,
      before: .init(
        .v3_0_0, ["unsigned long page_nr", "unsigned long value", "unsigned long flags"]),
      commands: .updateVaFlags),
    .init(
      15, "set_timer_op", ["uint64_t timeout"],
      arguments32: ["uint32_t timeout_low", "uint32_t timeout_high"], "compat do compat do",
      since: .v2_0, before: .init(.v3_0_0, ["uint32_t timeout_high", "uint32_t timeout_low"])),
    .init(
      16, "event_channel_op_compat", ["struct evtchn_op *op"], "do do - -", since: .v3_0_3,
      other: [.init("event_channel_op", until: .v3_0_3)], commands: .eventChannelOp),
    .init(
      17, "xen_version", ["int cmd", "void *arg"], "compat do compat do", since: .v2_0,
      before: .init(.v3_0_0, ["int cmd"]), commands: .xenVersion),
    .init(
      18, "console_io", ["unsigned int cmd", "unsigned int count", "char *buffer"],
      "do do do do", since: .v2_0, commands: .consoleIo),
    .init(
      19, "physdev_op_compat", ["struct physdev_op *op"], "compat do - -", since: .v3_0_3,
      other: [.init("physdev_op", until: .v3_0_3)], commands: .physdevOp),
    .init(
      20, "grant_table_op", ["unsigned int cmd", "void *ops", "unsigned int count"],
      "compat do hvm hvm", since: .v2_0, commands: .grantTableOp),
    .init(
      21, "vm_assist", ["unsigned int cmd", "unsigned int type"], "do do do do", since: .v2_0,
      commands: .vmAssist),
    .init(
      22, "update_va_mapping_otherdomain",
      [
        "unsigned long va", "uint64_t value", "unsigned long flags", "domid_t domain",
      ],
      arguments32: [
        "unsigned long va", "uint32_t value_low", "uint32_t value_high", "unsigned long flags",
        "domid_t domain",
      ],
      "compat do - -", since: .v2_0,
      before: .init(
        .v3_0_0,
        ["unsigned long page_nr", "unsigned long value", "unsigned long flags", "domid_t domain"]),
      commands: .updateVaFlags),
  ]

  private static let later: [Hypercall] = [
    .init(
      23, "iret", [], "compat do - -", since: .v3_0_2,
      other: [
        .init("switch_vm86", until: .v3_0_2),
        .init("switch_to_user", since: .v3_0_0, until: .v3_0_2),
      ]),
    .init(
      24, "vcpu_op", ["int cmd", "unsigned int vcpu", "void *arg"], "compat do compat do",
      since: .v3_0_0, commands: .vcpuOp),
    .init(
      25, "set_segment_base", ["unsigned int which", "unsigned long base"], "do do - -",
      since: .v3_0_0, commands: .segmentBases),
    .init(
      26, "mmuext_op",
      [
        "struct mmuext_op *ops", "unsigned int count", "unsigned int *done", "unsigned int domain",
      ],
      "compat do compat do", since: .v3_0_0, commands: .mmuextOp),
    .init(
      27, "xsm_op", ["void *op"], "compat do compat do", since: .v3_2,
      other: [.init("acm_op", since: .v3_0_0, until: .v3_2)], commands: .flaskOp),
    .init(
      28, "nmi_op", ["unsigned int cmd", "void *arg"], "compat do - -", since: .v3_0_2,
      commands: .nmiOp),
    .init(
      29, "sched_op", ["int cmd", "void *arg"], "compat do compat do", since: .v3_0_2,
      commands: .schedOp),
    .init(
      30, "callback_op", ["int cmd", "const void *arg"], "compat do - -", since: .v3_0_3,
      commands: .callbackOp),
    .init(
      31, "xenoprof_op", ["int op", "void *arg"], "compat do - -", since: .v3_0_3,
      commands: .xenoprofOp),
    .init(
      32, "event_channel_op", ["int cmd", "void *arg"], "do do do do", since: .v3_0_3,
      commands: .eventChannelOp),
    .init(
      33, "physdev_op", ["int cmd", "void *arg"], "compat do hvm hvm", since: .v3_0_3,
      commands: .physdevOp),
    .init(
      34, "hvm_op", ["unsigned long op", "void *arg"], "do do do do", since: .v3_0_3,
      commands: .hvmOp),
    .init(35, "sysctl", ["void *op"], "do do do do", since: .v3_0_3),
    .init(36, "domctl", ["void *op"], "do do do do", since: .v3_0_3),
    .init(
      37, "kexec_op", ["unsigned long op", "void *arg"], "compat do - -", since: .v3_0_3,
      commands: .kexecOp),
    .init(38, "tmem_op", ["void *ops"], "- - - -", since: .v4_0, commands: .tmemOp),
    .init(
      39, "argo_op",
      [
        "unsigned int cmd", "void *arg1", "void *arg2", "unsigned long arg3", "unsigned long arg4",
      ],
      "compat do compat do", since: .v4_12,
      other: [.init("xc_reserved_op", since: .v4_2, until: .v4_12)], commands: .argoOp),
    .init(
      40, "xenpmu_op", ["unsigned int op", "void *arg"], "do do do do", since: .v4_6,
      commands: .xenpmuOp),
    .init(
      41, "dm_op", ["domid_t domain", "unsigned int nr_bufs", "void *bufs"],
      "compat do compat do", since: .v4_9, commands: .dmOp),
    .init(
      42, "hypfs_op",
      [
        "unsigned int cmd", "const char *arg1", "unsigned long arg2", "void *arg3",
        "unsigned long arg4",
      ],
      "do do do do", since: .v4_14, commands: .hypfsOp),
  ]

  /// Numbers that each architecture may use for its own calls (`__HYPERVISOR_arch_0` …, from
  /// 3.0.3).
  private static let architecture: [Hypercall] =
    [
      .init(
        48, "mca", ["void *op"], "do do - -", since: .v3_3,
        other: [.init("arch_0", since: .v3_0_3)], commands: .machineCheckOp),
      .init(49, "arch_1", ["void *op"], "do do do do", since: .v3_0_3),
    ] + (2...7).map { .init(48 + $0, "arch_\($0)", [], "- - - -", since: .v3_0_3) }
}
