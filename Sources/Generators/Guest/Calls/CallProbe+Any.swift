// SPDX-License-Identifier: Apache-2.0

/// Calls for all guests. Sources:
/// xen/common/{kernel,domain,memory,event_channel,grant_table,multicall,sysctl,domctl,hypfs,dm}.c,
/// common/sched/core.c, drivers/char/console.c,
/// arch/x86/{physdev,platform_hypercall,mm,mm/paging,cpu/vpmu,pv/shim}.c,
/// arch/x86/hvm/{hvm,hypercall}.c @4.17.
extension CallProbe {
  static let any: [CallProbe] = domains + devices + control

  private static let domains: [CallProbe] = [
    .init("memory_op", ["XENMEM_maximum_ram_page", "NULL"], .atLeast(1)),
    .init("memory_op", ["XENMEM_current_reservation", "BAD"], "EFAULT"),
    .init(
      "memory_op", ["XENMEM_current_reservation", "&(domid_t){ DOMID_INVALID }"], "ESRCH"),
    .init(
      "memory_op", ["XENMEM_machine_memory_map", "BAD"], "EFAULT", domU: "EPERM",
      [.pv32: "EFAULT", .hvm32: "ENOSYS", .hvm64: "ENOSYS"]),
    .init(
      "memory_op", ["XENMEM_machphys_mapping", "BAD"], "EFAULT",
      [.hvm32: "ENOSYS", .hvm64: "ENOSYS"]),
    .init("memory_op", ["UNKNOWN", "NULL"], "ENOSYS"),
    .init("multicall", ["NULL", "0"], 0),
    .init("multicall", ["BAD", "1"], "EFAULT"),
    .init("set_timer_op", ["0"], 0),
    .init("xen_version", ["XENVER_version", "NULL"], .exactly(4 << 16 | 17)),
    .init("xen_version", ["XENVER_pagesize", "NULL"], 4096),
    .init("xen_version", ["XENVER_extraversion", "BAD"], "EFAULT"),
    .init("xen_version", ["UNKNOWN", "NULL"], "ENOSYS"),
    .init("vm_assist", ["VMASST_CMD_disable", "VMASST_TYPE_runstate_update_flag"], 0),
    .init("vm_assist", ["VMASST_CMD_enable", "63"], "EINVAL"),
    .init("vm_assist", ["UNKNOWN", "VMASST_TYPE_runstate_update_flag"], "ENOSYS"),
    .init("vcpu_op", ["VCPUOP_is_up", "0", "NULL"], 1),
    .init("vcpu_op", ["VCPUOP_is_up", "1U << 20", "NULL"], "ENOENT"),
    .init("vcpu_op", ["VCPUOP_get_runstate_info", "0", "BAD"], "EFAULT"),
    .init("vcpu_op", ["UNKNOWN", "0", "NULL"], "ENOSYS"),
    .init(
      "mmuext_op", ["NULL", "0", "NULL", "DOMID_SELF"], 0, [.hvm64: "EINVAL"]),
    .init(
      "mmuext_op", ["BAD", "1", "NULL", "DOMID_SELF"], "EFAULT",
      [.hvm32: "EINVAL", .hvm64: "EINVAL"]),
    .init("sched_op", ["SCHEDOP_yield", "NULL"], 0),
    .init("sched_op", ["SCHEDOP_poll", "BAD"], "EFAULT"),
    .init("sched_op", ["SCHEDOP_shutdown", "BAD"], "EFAULT"),
    .init(
      "sched_op",
      [
        "SCHEDOP_remote_shutdown",
        "&(struct sched_remote_shutdown){ .domain_id = DOMID_INVALID }",
      ], "ESRCH"),
    .init("sched_op", ["SCHEDOP_pin_override", "BAD"], "EFAULT", domU: "EPERM"),
    .init("sched_op", ["UNKNOWN", "NULL"], "ENOSYS"),
  ]

  private static let devices: [CallProbe] = [
    .init("console_io", ["CONSOLEIO_write", "0", "NULL"], 0, domU: "EPERM"),
    .init("console_io", ["UNKNOWN", "0", "NULL"], "ENOSYS", domU: "EPERM"),
    .init("grant_table_op", ["GNTTABOP_query_size", "BAD", "1"], "EFAULT"),
    .init("grant_table_op", ["GNTTABOP_query_size", "BAD", "2"], "EINVAL"),
    .init("grant_table_op", ["GNTTABOP_query_size", "NULL", "~0U"], "EINVAL"),
    .init(
      "grant_table_op",
      ["GNTTABOP_get_version", "&(struct gnttab_get_version){ .dom = DOMID_SELF }", "1"], 0,
      shim: "EOPNOTSUPP"),
    // The shim checks that there is one argument before it checks the command.
    .init("grant_table_op", ["UNKNOWN", "NULL", "0"], "ENOSYS", shim: "EINVAL"),
    .init("event_channel_op", ["EVTCHNOP_send", "BAD"], "EFAULT"),
    .init("event_channel_op", ["EVTCHNOP_close", "ZEROS"], "EINVAL"),
    .init(
      "event_channel_op",
      ["EVTCHNOP_status", "&(struct evtchn_status){ .dom = DOMID_INVALID }"], "ESRCH"),
    .init("event_channel_op", ["UNKNOWN", "NULL"], "ENOSYS", shim: "EOPNOTSUPP"),
    .init("physdev_op", ["UNKNOWN", "NULL"], "ENOSYS"),
    .init("hvm_op", ["HVMOP_get_param", "BAD"], "EFAULT"),
    .init(
      "hvm_op",
      ["HVMOP_get_param", "&(struct xen_hvm_param){ .domid = DOMID_SELF, .index = ~0U }"],
      "EINVAL"),
    .init(
      "hvm_op",
      [
        "HVMOP_get_param",
        "&(struct xen_hvm_param){ .domid = DOMID_SELF, .index = HVM_PARAM_STORE_PFN }",
      ], "EINVAL", [.hvm32: 0, .hvm64: 0]),
    .init("hvm_op", ["UNKNOWN", "NULL"], "ENOSYS"),
  ]

  /// Calls that Xen refuses to a domain without privileges, or to a caller that states another
  /// version.
  private static let control: [CallProbe] = [
    .init("platform_op", ["BAD"], "EFAULT"),
    .init("platform_op", ["ZEROS"], "EACCES"),
    .init(
      "platform_op",
      [
        "&(struct xen_platform_op){ .cmd = ~0U, "
          + ".interface_version = XENPF_INTERFACE_VERSION }"
      ], "ENOSYS", domU: "EPERM"),
    .init("xsm_op", ["NULL"], "ENOSYS"),
    .init("sysctl", ["BAD"], "EFAULT"),
    .init("sysctl", ["ZEROS"], "EACCES"),
    .init("domctl", ["BAD"], "EFAULT"),
    .init("domctl", ["ZEROS"], "EACCES"),
    .init("argo_op", ["UNKNOWN", "NULL", "NULL", "0", "0"], "ENOSYS"),
    .init("xenpmu_op", ["UNKNOWN", "NULL"], "EOPNOTSUPP"),
    .init("dm_op", ["DOMID_INVALID", "0", "NULL"], "ENODATA"),
    .init("dm_op", ["DOMID_INVALID", "UNKNOWN", "NULL"], "E2BIG"),
    .init("dm_op", ["DOMID_INVALID", "1", "BAD"], "EFAULT"),
    .init("dm_op", ["DOMID_INVALID", "1", "ZEROS"], "ESRCH"),
    .init(
      "hypfs_op", ["XEN_HYPFS_OP_get_version", "NULL", "0", "NULL", "0"], 1, domU: "EPERM"),
    .init(
      "hypfs_op", ["XEN_HYPFS_OP_read", "BAD", "2", "NULL", "0"], "EFAULT", domU: "EPERM"),
    .init("arch_1", ["BAD"], "EFAULT"),
    .init("arch_1", ["ZEROS"], "EOPNOTSUPP"),
  ]
}
