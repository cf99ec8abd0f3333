// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import HypervisorABI

/// The kernel contains instructions that fault outside ring 0.
///
/// A PV kernel runs in ring 3, or in ring 1 on i386. Xen emulates some privileged instructions and
/// delivers the fault of all others to the kernel, which often has no handler yet: the domain dies
/// with "unhandled trap" or with a page fault somewhere else. There is one finding per class of
/// instruction; `pvkit scan` lists every place. Instructions that a kernel patches out for PV
/// guests, keeps in functions for the bare machine (pv_ops), or expects to fault (__ex_table) are
/// not counted.
///
/// **Affected:** no loader; the guest dies when it executes the instruction.
///
/// **Fix:** the finding names the hypercall or other replacement of the instruction:
///
/// ```
/// cli                 # vcpu_info->evtchn_upcall_mask = 1
/// lgdt                # HYPERVISOR_set_gdt
/// hlt                 # HYPERVISOR_sched_op(SCHEDOP_block)
/// ```
public enum InstructionFaults: Rule {
  public static let id = "instruction-faults"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning]
  public static let example = RuleExample(
    wrong: """
        .text
      start: lgdt (%rax)
      """,
    right: """
        .text
      start: jmp start
      """)

  public static func check(_ subject: Subject) -> [Finding] {
    subject.instructions(.faults).map { finding(.instructions($0), at: $0.place, $0.severity) }
  }
}
