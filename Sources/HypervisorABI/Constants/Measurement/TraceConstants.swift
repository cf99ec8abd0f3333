// SPDX-License-Identifier: Apache-2.0

/// Events in the trace buffers. Source: public/trace.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Classes of trace events, and the fields of an event's number.
  public static let traceClasses = ConstantGroup(
    "classes of trace events, and how a number is made of them", "trace.h",
    [
      Constant("TRACE_EXTRA_MAX", 7, since: .v3_2),
      Constant("TRACE_EXTRA_SHIFT", 28, since: .v3_2),
      Constant("TRC_CLS_SHIFT", 16),
      Constant("TRC_GEN", hex: 0x1f000),
      Constant("TRC_SCHED", hex: 0x2f000),
      Constant("TRC_DOM0OP", hex: 0x4f000),
      Constant("TRC_HVM", hex: 0x8f000, since: .v3_1),
      Constant("TRC_MEM", hex: 0xaf000, until: .v3_0_4),
      Constant("TRC_MEM", hex: 0x10f000, since: .v3_0_4),
      Constant("TRC_PV", hex: 0x20f000, since: .v3_2),
      Constant("TRC_SHADOW", hex: 0x40f000, since: .v3_4),
      Constant("TRC_HW", hex: 0x80f000, since: .v4_2),
      Constant("TRC_GUEST", hex: 0x800f000, since: .v4_1),
      Constant("TRC_ALL", hex: 0xffff_f000, until: .v3_2),
      Constant("TRC_ALL", hex: 0xffff000, since: .v3_2),
      Constant("TRC_HD_CYCLE_FLAG", hex: 0x8000_0000, since: .v3_2),
      Constant("TRC_SUBCLS_SHIFT", 12),
      Constant("TRC_HVM_ENTRYEXIT", hex: 0x81000, since: .v3_1),
      Constant("TRC_HVM_HANDLER", hex: 0x82000, since: .v3_1),
      Constant("TRC_HVM_EMUL", hex: 0x84000, since: .v4_5),
      Constant("TRC_SCHED_MIN", hex: 0x21000, since: .v3_4),
      Constant("TRC_SCHED_CLASS", hex: 0x22000, since: .v4_1),
      Constant("TRC_SCHED_VERBOSE", hex: 0x28000, since: .v3_4),
      Constant("TRC_SCHED_ID_BITS", 3, since: .v4_3),
      Constant("TRC_SCHED_ID_SHIFT", 9, since: .v4_3),
      Constant("TRC_SCHED_ID_MASK", hex: 0xe00, since: .v4_3),
      Constant("TRC_HW_PM", hex: 0x801000, since: .v4_2),
      Constant("TRC_HW_IRQ", hex: 0x802000, since: .v4_2),
      Constant("TRC_PV_SUBCALL", hex: 0x202000, since: .v4_3),
      Constant("TRC_PV_HYPERCALL_V2_ARG_MASK", hex: 0xfff0_0000, since: .v4_3),
      Constant("TRC_PM", hex: 0x80f000, since: .v3_4, until: .v4_2),
      Constant("TRC_VMX", hex: 0x8f000, until: .v3_1),
      Constant("TRC_VMXEXIT", hex: 0x81000, until: .v3_1),
      Constant("TRC_VMXENTRY", hex: 0x82000, since: .v3_0_4, until: .v3_1),
      Constant("TRC_VMXINTR", hex: 0x84000, since: .v3_0_4, until: .v3_1),
      Constant("TRC_VMXTIMER", hex: 0x82000, until: .v3_0_4),
      Constant("TRC_VMXINT", hex: 0x84000, until: .v3_0_4),
      Constant("TRC_VMXIO", hex: 0x88000, until: .v3_0_4),
      Constant("TRC_VMEXIT_HANDLER", hex: 0x90000, until: .v3_0_2),
    ])

  /// Classes of trace events, and the fields of an event's number.
  public static let traceClasses32 = ConstantGroup(
    "classes of trace events, and how a number is made of them", "trace.h", only: .i386,
    [
      Constant("TRC_SCHED_EVT_MASK", 4_294_963_711, since: .v4_3)
    ])

  /// Classes of trace events, and the fields of an event's number.
  public static let traceClasses64 = ConstantGroup(
    "classes of trace events, and how a number is made of them", "trace.h", only: .x86_64,
    [
      Constant("TRC_SCHED_EVT_MASK", hex: 0xffff_ffff_ffff_f1ff, since: .v4_3)
    ])

  /// Trace events of schedulers and domains.
  public static let traceScheduling = ConstantGroup(
    "trace events of schedulers and domains", "trace.h",
    [
      Constant("TRC_SCHED_CSCHED", 0, since: .v4_3),
      Constant("TRC_SCHED_CSCHED2", 1, since: .v4_3),
      Constant("TRC_SCHED_ARINC653", 3, since: .v4_3),
      Constant("TRC_SCHED_RTDS", 4, since: .v4_5),
      Constant("TRC_SCHED_SNULL", 5, since: .v4_10),
      Constant("TRC_DOM0_DOMOPS", hex: 0x41000, since: .v4_7),
      Constant("TRC_LOST_RECORDS", 126977, since: .v3_0_3),
      Constant("TRC_TRACE_WRAP_BUFFER", 126978, since: .v3_2),
      Constant("TRC_TRACE_CPU_CHANGE", 126979, since: .v3_2),
      Constant("TRC_SCHED_RUNSTATE_CHANGE", 135169, since: .v3_4),
      Constant("TRC_SCHED_CONTINUE_RUNNING", 135170, since: .v3_4),
      Constant("TRC_SCHED_DOM_ADD", 192513, until: .v3_4),
      Constant("TRC_SCHED_DOM_ADD", 163841, since: .v3_4),
      Constant("TRC_SCHED_DOM_REM", 192514, until: .v3_4),
      Constant("TRC_SCHED_DOM_REM", 163842, since: .v3_4),
      Constant("TRC_SCHED_SLEEP", 192515, until: .v3_4),
      Constant("TRC_SCHED_SLEEP", 163843, since: .v3_4),
      Constant("TRC_SCHED_WAKE", 192516, until: .v3_4),
      Constant("TRC_SCHED_WAKE", 163844, since: .v3_4),
      Constant("TRC_SCHED_YIELD", 192517, until: .v3_4),
      Constant("TRC_SCHED_YIELD", 163845, since: .v3_4),
      Constant("TRC_SCHED_BLOCK", 192518, until: .v3_4),
      Constant("TRC_SCHED_BLOCK", 163846, since: .v3_4),
      Constant("TRC_SCHED_SHUTDOWN", 192519, until: .v3_4),
      Constant("TRC_SCHED_SHUTDOWN", 163847, since: .v3_4),
      Constant("TRC_SCHED_CTL", 192520, until: .v3_4),
      Constant("TRC_SCHED_CTL", 163848, since: .v3_4),
      Constant("TRC_SCHED_ADJDOM", 192521, until: .v3_4),
      Constant("TRC_SCHED_ADJDOM", 163849, since: .v3_4),
      Constant("TRC_SCHED_SWITCH", 192522, until: .v3_4),
      Constant("TRC_SCHED_SWITCH", 163850, since: .v3_4),
      Constant("TRC_SCHED_S_TIMER_FN", 192523, until: .v3_4),
      Constant("TRC_SCHED_S_TIMER_FN", 163851, since: .v3_4),
      Constant("TRC_SCHED_T_TIMER_FN", 192524, until: .v3_4),
      Constant("TRC_SCHED_T_TIMER_FN", 163852, since: .v3_4),
      Constant("TRC_SCHED_DOM_TIMER_FN", 192525, until: .v3_4),
      Constant("TRC_SCHED_DOM_TIMER_FN", 163853, since: .v3_4),
      Constant("TRC_SCHED_SWITCH_INFPREV", 192526, until: .v3_4),
      Constant("TRC_SCHED_SWITCH_INFPREV", 163854, since: .v3_4),
      Constant("TRC_SCHED_SWITCH_INFNEXT", 192527, until: .v3_4),
      Constant("TRC_SCHED_SWITCH_INFNEXT", 163855, since: .v3_4),
      Constant("TRC_SCHED_SHUTDOWN_CODE", 163856, since: .v4_1),
      Constant("TRC_SCHED_SWITCH_INFCONT", 163857, since: .v4_9),
      Constant("TRC_DOM0_DOM_ADD", 266241, since: .v4_7),
      Constant("TRC_DOM0_DOM_REM", 266242, since: .v4_7),
      Constant("TRC_SCHED_SEDF", 2, since: .v4_3, until: .v4_6),
      Constant("TRC_TRACE_IRQ", 126980, since: .v4_0, until: .v4_2),
    ])
}
