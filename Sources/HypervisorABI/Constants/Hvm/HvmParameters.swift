// SPDX-License-Identifier: Apache-2.0

/// Parameters of HVMOP_set_param. Source: public/hvm/params.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Parameters of HVMOP_set_param.
  public static let hvmParameters = ConstantGroup(
    "parameters of HVMOP_set_param", "hvm/params.h",
    [
      Constant("HVM_PARAM_CALLBACK_IRQ", 0, since: .v3_0_3),
      Constant("HVM_PARAM_STORE_PFN", 1, since: .v3_0_3),
      Constant("HVM_PARAM_STORE_EVTCHN", 2, since: .v3_0_3),
      Constant("HVM_PARAM_IOREQ_PFN", 5, since: .v3_0_4),
      Constant("HVM_PARAM_BUFIOREQ_PFN", 6, since: .v3_0_4),
      Constant("HVM_PARAM_VIRIDIAN", 9, since: .v3_4),
      Constant("HVM_PARAM_TIMER_MODE", 10, since: .v3_2),
      Constant("HVM_PARAM_HPET_ENABLED", 11, since: .v3_3),
      Constant("HVM_PARAM_IDENT_PT", 12, since: .v3_3),
      Constant("HVM_PARAM_ACPI_S_STATE", 14, since: .v3_3),
      Constant("HVM_PARAM_VM86_TSS", 15, since: .v3_4),
      Constant("HVM_PARAM_VPT_ALIGN", 16, since: .v3_4),
      Constant("HVM_PARAM_CONSOLE_PFN", 17, since: .v4_1),
      Constant("HVM_PARAM_CONSOLE_EVTCHN", 18, since: .v4_1),
      Constant("HVM_PARAM_ACPI_IOPORTS_LOCATION", 19, since: .v4_1),
      Constant("HVM_PARAM_PAGING_RING_PFN", 27, since: .v4_2),
      Constant("HVM_PARAM_MONITOR_RING_PFN", 28, since: .v4_6),
      Constant("HVM_PARAM_SHARING_RING_PFN", 29, since: .v4_2),
      Constant("HVM_PARAM_TRIPLE_FAULT_REASON", 31, since: .v4_3),
      Constant("HVM_PARAM_IOREQ_SERVER_PFN", 32, since: .v4_5),
      Constant("HVM_PARAM_NR_IOREQ_SERVER_PAGES", 33, since: .v4_5),
      Constant("HVM_PARAM_VM_GENERATION_ID_ADDR", 34, since: .v4_5),
      Constant("HVM_PARAM_ALTP2M", 35, since: .v4_6),
      Constant("HVM_PARAM_X87_FIP_WIDTH", 36, since: .v4_7),
      Constant("HVM_PARAM_VM86_TSS_SIZED", 37, since: .v4_9),
      Constant("HVM_PARAM_MCA_CAP", 38, since: .v4_10),
      Constant("HVM_NR_PARAMS", 5, since: .v3_0_3, until: .v3_0_4),
      Constant("HVM_NR_PARAMS", 7, since: .v3_0_4, until: .v3_2),
      Constant("HVM_NR_PARAMS", 11, since: .v3_2, until: .v3_3),
      Constant("HVM_NR_PARAMS", 15, since: .v3_3, until: .v3_4),
      Constant("HVM_NR_PARAMS", 17, since: .v3_4, until: .v4_1),
      Constant("HVM_NR_PARAMS", 24, since: .v4_1, until: .v4_2),
      Constant("HVM_NR_PARAMS", 30, since: .v4_2, until: .v4_3),
      Constant("HVM_NR_PARAMS", 32, since: .v4_3, until: .v4_5),
      Constant("HVM_NR_PARAMS", 35, since: .v4_5, until: .v4_6),
      Constant("HVM_NR_PARAMS", 36, since: .v4_6, until: .v4_7),
      Constant("HVM_NR_PARAMS", 37, since: .v4_7, until: .v4_9),
      Constant("HVM_NR_PARAMS", 38, since: .v4_9, until: .v4_10),
      Constant("HVM_NR_PARAMS", 39, since: .v4_10),
      Constant("HVM_PARAM_NESTEDHVM", 24, since: .v4_2, until: .v4_15),
      Constant("HVM_PARAM_PAE_ENABLED", 4, since: .v3_0_3, until: .v4_14),
      Constant("HVM_PARAM_MEMORY_EVENT_CR0", 20, since: .v4_1, until: .v4_14),
      Constant("HVM_PARAM_MEMORY_EVENT_CR3", 21, since: .v4_1, until: .v4_14),
      Constant("HVM_PARAM_MEMORY_EVENT_CR4", 22, since: .v4_1, until: .v4_14),
      Constant("HVM_PARAM_MEMORY_EVENT_INT3", 23, since: .v4_1, until: .v4_14),
      Constant("HVM_PARAM_MEMORY_EVENT_SINGLE_STEP", 25, since: .v4_2, until: .v4_14),
      Constant("HVM_PARAM_MEMORY_EVENT_MSR", 30, since: .v4_3, until: .v4_14),
      Constant("HVM_PARAM_BUFIOREQ_EVTCHN", 26, since: .v4_2, until: .v4_12),
      Constant("HVM_PARAM_DM_DOMAIN", 13, since: .v3_3, until: .v4_12),
      Constant("HVM_PARAM_ACCESS_RING_PFN", 28, since: .v4_2, until: .v4_6),
      Constant("HVM_PARAM_APIC_ENABLED", 3, since: .v3_0_3, until: .v3_0_4),
    ])

  /// Ways in which HVM_PARAM_CALLBACK_IRQ specifies an interrupt.
  public static let hvmCallbackTypes = ConstantGroup(
    "how HVM_PARAM_CALLBACK_IRQ names an interrupt", "hvm/params.h",
    [
      Constant("HVM_PARAM_CALLBACK_IRQ_TYPE_MASK", hex: 0xff00_0000_0000_0000, since: .v4_8),
      Constant("HVM_PARAM_CALLBACK_TYPE_GSI", 0, since: .v4_7),
      Constant("HVM_PARAM_CALLBACK_TYPE_PCI_INTX", 1, since: .v4_7),
      Constant("HVM_PARAM_CALLBACK_TYPE_VECTOR", 2, since: .v4_7),
    ])

  /// Bits of HVM_PARAM_VIRIDIAN.
  public static let hvmViridian = ConstantGroup(
    "bits of HVM_PARAM_VIRIDIAN", "hvm/params.h",
    [
      Constant("_HVMPV_base_freq", 0, since: .v4_5),
      Constant("HVMPV_base_freq", hex: 0x1, since: .v4_5),
      Constant("_HVMPV_no_freq", 1, since: .v4_5),
      Constant("HVMPV_no_freq", hex: 0x2, since: .v4_5),
      Constant("_HVMPV_time_ref_count", 2, since: .v4_5),
      Constant("HVMPV_time_ref_count", hex: 0x4, since: .v4_5),
      Constant("_HVMPV_reference_tsc", 3, since: .v4_6),
      Constant("HVMPV_reference_tsc", hex: 0x8, since: .v4_6),
      Constant("_HVMPV_hcall_remote_tlb_flush", 4, since: .v4_7),
      Constant("HVMPV_hcall_remote_tlb_flush", hex: 0x10, since: .v4_7),
      Constant("_HVMPV_apic_assist", 5, since: .v4_7),
      Constant("HVMPV_apic_assist", hex: 0x20, since: .v4_7),
      Constant("_HVMPV_crash_ctl", 6, since: .v4_9),
      Constant("HVMPV_crash_ctl", hex: 0x40, since: .v4_9),
      Constant("_HVMPV_synic", 7, since: .v4_13),
      Constant("HVMPV_synic", hex: 0x80, since: .v4_13),
      Constant("_HVMPV_stimer", 8, since: .v4_13),
      Constant("HVMPV_stimer", hex: 0x100, since: .v4_13),
      Constant("_HVMPV_hcall_ipi", 9, since: .v4_13),
      Constant("HVMPV_hcall_ipi", hex: 0x200, since: .v4_13),
      Constant("_HVMPV_ex_processor_masks", 10, since: .v4_15),
      Constant("HVMPV_ex_processor_masks", hex: 0x400, since: .v4_15),
      Constant("_HVMPV_no_vp_limit", 11, since: .v4_15),
      Constant("HVMPV_no_vp_limit", hex: 0x800, since: .v4_15),
      Constant("_HVMPV_cpu_hotplug", 12, since: .v4_15),
      Constant("HVMPV_cpu_hotplug", hex: 0x1000, since: .v4_15),
      Constant("HVMPV_feature_mask", 7, since: .v4_5, until: .v4_6),
      Constant("HVMPV_feature_mask", 15, since: .v4_6, until: .v4_7),
      Constant("HVMPV_feature_mask", 63, since: .v4_7, until: .v4_9),
      Constant("HVMPV_feature_mask", 127, since: .v4_9, until: .v4_13),
      Constant("HVMPV_feature_mask", 1023, since: .v4_13, until: .v4_15),
      Constant("HVMPV_feature_mask", 8191, since: .v4_15),
    ])

  /// Values of HVM_PARAM_TIMER_MODE.
  public static let hvmTimerModes = ConstantGroup(
    "values of HVM_PARAM_TIMER_MODE", "hvm/params.h",
    [
      Constant("HVMPTM_delay_for_missed_ticks", 0, since: .v3_2),
      Constant("HVMPTM_no_delay_for_missed_ticks", 1, since: .v3_2),
      Constant("HVMPTM_no_missed_ticks_pending", 2, since: .v3_2),
      Constant("HVMPTM_one_missed_tick_pending", 3, since: .v3_2),
    ])

  /// Values of HVM_PARAM_MEMORY_EVENT_*.
  public static let hvmEventModes = ConstantGroup(
    "values of HVM_PARAM_MEMORY_EVENT_*", "hvm/params.h",
    [
      Constant("HVMPME_MODE_MASK", hex: 0x3, since: .v4_1, until: .v4_6),
      Constant("HVMPME_mode_disabled", 0, since: .v4_1, until: .v4_6),
      Constant("HVMPME_mode_async", 1, since: .v4_1, until: .v4_6),
      Constant("HVMPME_mode_sync", 2, since: .v4_1, until: .v4_6),
      Constant("HVMPME_onchangeonly", hex: 0x4, since: .v4_1, until: .v4_6),
    ])

  /// Values of HVM_PARAM_ALTP2M.
  public static let hvmAltp2mModes = ConstantGroup(
    "values of HVM_PARAM_ALTP2M", "hvm/params.h",
    [
      Constant("XEN_ALTP2M_disabled", 0, since: .v4_9),
      Constant("XEN_ALTP2M_mixed", 1, since: .v4_9),
      Constant("XEN_ALTP2M_external", 2, since: .v4_9),
      Constant("XEN_ALTP2M_limited", 3, since: .v4_9),
    ])

  /// Bits of HVM_PARAM_MCA_CAP.
  public static let hvmMcaCapabilities = ConstantGroup(
    "bits of HVM_PARAM_MCA_CAP", "hvm/params.h",
    [
      Constant("XEN_HVM_MCA_CAP_LMCE", hex: 0x1, since: .v4_10),
      Constant("XEN_HVM_MCA_CAP_MASK", 1, since: .v4_10),
    ])
}
