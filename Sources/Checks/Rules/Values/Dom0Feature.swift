// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// SUPPORTED_FEATURES is present but lacks the dom0 bit.
///
/// A kernel without the note may become dom0; a kernel with it may do so only if bit XENFEAT_dom0
/// is set. The hypervisor says "Kernel does not support Dom0 operation" and panics. It happens with
/// notes that were written for a PVH guest, with hvm_callback_vector alone.
///
/// **Affected:** the hypervisor's dom0 builder; libxenguest ignores the bit.
///
/// **Fix:** add the bit if the kernel can drive hardware, and leave it out on purpose if not:
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_SUPPORTED_FEATURES,
///             .long (1 << XENFEAT_writable_page_tables) | (1 << XENFEAT_dom0))
/// ```
public enum Dom0Feature: Rule {
  public static let id = "dom0-feature"
  public static let severity: Severity = .note
  public static let example = RuleExample(
    wrong: "NOTE SUPPORTED_FEATURES, .long, 1 << 0",
    right: "NOTE SUPPORTED_FEATURES, .long, 1 << 0 | 1 << 11")

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.asks(.dom0), subject.asks(.pv), subject.claimsPV,
      let parameters = subject.pv?.parameters,
      parameters.notes[XenNote.supportedFeatures.number] != nil,
      let dom0 = XenFeature.named(byLoader: "dom0"), !parameters.supports(dom0)
    else { return [] }
    return [finding(.missing(dom0), at: subject.place(of: .supportedFeatures))]
  }
}

extension Message {
  fileprivate static func missing(_ dom0: XenFeature) -> Message {
    """
    SUPPORTED_FEATURES lacks bit \(dom0.bit) (\(dom0.name)): it cannot be a PV dom0; set the bit if \
    the kernel can
    """
  }
}
