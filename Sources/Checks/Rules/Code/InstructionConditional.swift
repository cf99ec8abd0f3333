// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI

/// The kernel has instructions that Xen carries out only on a condition.
///
/// Ports are for domains with a virtual I/O privilege level of 1; of control registers only some
/// bits may change; of model-specific registers a PV guest may touch a few. Whether the condition
/// holds is not to be seen from the instruction. One finding for each class; `pvkit code` lists
/// every place.
///
/// **Who minds:** no loader; where the condition does not hold, the guest gets a fault.
///
/// **Cure:** see to the condition early, or leave the instruction out:
///
/// ```
/// struct physdev_set_iopl iopl = { .iopl = 1 };
/// HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &iopl);
/// ```
public enum InstructionConditional: Rule {
  public static let id = "instruction-conditional"
  public static let severity = Finding.Severity.warning

  public static func check(_ subject: Subject) -> [Finding] {
    (subject.instructions(.conditional) + subject.instructions(.emulated))
      .map { finding(.instructions($0), at: $0.place, $0.severity) }
  }
}
