// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import HypervisorABI

/// The kernel contains instructions that silently do something else outside ring 0.
///
/// These are worse than instructions that fault, because nothing reports them: popf does not change
/// the interrupt flag, so that a critical section is not protected; pushf always shows interrupts
/// as enabled; sgdt and sidt return the hypervisor's tables; cpuid shows features that the domain
/// does not have. There is one finding per class of instruction; `pvkit scan` lists every place.
///
/// **Affected:** no loader; something breaks elsewhere, later.
///
/// **Fix:** use the state that Xen keeps for the guest:
///
/// ```
/// pushf; pop %rax     # vcpu_info->evtchn_upcall_mask
/// popf                # write the mask back, then check evtchn_upcall_pending
/// ```
public enum InstructionMisleads: Rule {
  public static let id = "instruction-misleads"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning]
  public static let example = RuleExample(
    wrong: """
        .text
      start: popf
        ret
      """,
    right: """
        .text
      start: ret
      """)

  public static func check(_ subject: Subject) -> [Finding] {
    subject.instructions(.misleads).map { finding(.instructions($0), at: $0.place, $0.severity) }
  }
}
