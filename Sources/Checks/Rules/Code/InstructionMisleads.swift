// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI

/// The kernel has instructions that do something else outside ring 0, without a trap.
///
/// These are worse than those that fault, for nobody gets to know: popf leaves the interrupt flag as
/// it is, so that a section which believes itself safe is not; pushf always shows interrupts as
/// enabled; sgdt and sidt give the hypervisor's tables; cpuid shows features that the domain does
/// not have. One finding for each class of instruction; `pvkit code` lists every place.
///
/// **Who minds:** nobody, until something breaks elsewhere.
///
/// **Cure:** keep the state where Xen does:
///
/// ```
/// pushf; pop %rax     # vcpu_info->evtchn_upcall_mask
/// popf                # write the mask back, then look at evtchn_upcall_pending
/// ```
public enum InstructionMisleads: Rule {
  public static let id = "instruction-misleads"
  public static let severity = Finding.Severity.error

  public static func check(_ subject: Subject) -> [Finding] {
    subject.instructions(.misleads).map { finding(.instructions($0), at: $0.place, $0.severity) }
  }
}
