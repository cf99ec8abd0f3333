// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import GuestImage
import HypervisorABI

/// A 32-bit PV kernel does not declare PAE page tables.
///
/// Since 3.3, Xen runs 32-bit PV guests only with PAE page tables; earlier releases could be built
/// to run those without PAE instead, and for them the rule reports nothing. A kernel without
/// PAE_MODE "yes" or "bimodal" has guest type xen-3.0-x86_32, which no hypervisor offers any more;
/// the dom0 builder says "Mismatch between Xen and DOM0 kernel". The note and the legacy string
/// differ: `PAE=yes[extended-cr3]` means yes in `__xen_guest`, but the same value in a PAE_MODE
/// note means no.
///
/// **Affected:** libxenguest and the dom0 builder, 32-bit PV; 64-bit kernels may say "no".
///
/// **Fix:**
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_PAE_MODE, .asciz "yes")
/// ```
public enum PaeMode: Rule {
  public static let id = "pae-mode"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.note]
  public static let example = RuleExample(
    wrong: #"NOTE PAE_MODE, .asciz, "no""#,
    right: #"NOTE PAE_MODE, .asciz, "yes""#,
    without: [.paeMode],
    bits: 32)

  public static func check(_ subject: Subject) -> [Finding] {
    guard let elf = subject.elf, elf.machine == UInt16(EM_386), subject.claimsPV,
      !subject.target.xen.canBeWithoutPAE, let parameters = subject.pv?.parameters,
      parameters.pae == .none
    else { return [] }
    return [finding(.notPAE, at: subject.place(of: .paeMode), subject.worstForPV)]
  }
}

extension Message {
  fileprivate static let notPAE: Message = """
    PAE_MODE is neither "yes" nor "bimodal": no Xen since 3.3 runs 32-bit PV without PAE; build the \
    kernel with PAE, and set it to "yes"
    """
}
