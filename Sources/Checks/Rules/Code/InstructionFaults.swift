// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI

/// The kernel has instructions that fault outside ring 0.
///
/// A PV kernel runs in ring 3, or in ring 1 on i386. Xen emulates some privileged instructions and
/// hands the fault of all others to the kernel, which at that point often has no handler yet: the
/// domain dies with "unhandled trap", or with a page fault somewhere else. One finding for each
/// class of instruction; `pvkit code` lists every place. What a kernel patches out for PV guests, or
/// keeps in functions of the bare machine (pv_ops), does not count; nor does what is expected to
/// fault (__ex_table).
///
/// **Who minds:** no loader; the guest dies when it gets there.
///
/// **Cure:** the finding names the hypercall, or what else stands for the instruction:
///
/// ```
/// cli                 # vcpu_info->evtchn_upcall_mask = 1
/// lgdt                # HYPERVISOR_set_gdt
/// hlt                 # HYPERVISOR_sched_op(SCHEDOP_block)
/// ```
public enum InstructionFaults: Rule {
  public static let id = "instruction-faults"
  public static let severity = Finding.Severity.error

  public static func check(_ subject: Subject) -> [Finding] {
    subject.instructions(.faults).map { finding(.instructions($0), at: $0.place, $0.severity) }
  }
}
