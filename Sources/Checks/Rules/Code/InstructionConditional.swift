// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import HypervisorABI

/// The kernel contains instructions that Xen executes only under a condition.
///
/// Port I/O needs a virtual I/O privilege level of 1; only some bits of control registers may
/// change; a PV guest may access only a few model-specific registers. The instruction alone does
/// not show whether the condition holds. There is one finding per class; `pvkit scan` lists every
/// place.
///
/// **Affected:** no loader; if the condition does not hold, the guest gets a fault.
///
/// **Fix:** establish the condition early, or remove the instruction:
///
/// ```
/// struct physdev_set_iopl iopl = { .iopl = 1 };
/// HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &iopl);
/// ```
public enum InstructionConditional: Rule {
  public static let id = "instruction-conditional"
  public static let severity: Severity = .warning
  public static let example = RuleExample(
    wrong: """
        .text
      start: out %al, %dx
        ret
      """,
    right: """
        .text
      start: ret
      """)

  public static func check(_ subject: Subject) -> [Finding] {
    (subject.instructions(.conditional) + subject.instructions(.emulated))
      .map { finding(.instructions($0), at: $0.place, $0.severity) }
  }
}
