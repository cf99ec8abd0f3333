// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// The kernel requires a feature that one of the loaders does not grant to a PV guest.
///
/// `!dom0` prevents a kernel from running as a domU, `!auto_translated_physmap` is refused by the
/// toolstack and accepted by the dom0 builder, and `!supervisor_mode_kernel` is accepted by the
/// toolstack and makes the hypervisor panic when it builds dom0. Usually the exclamation mark is a
/// mistake: a kernel that can do without the feature lists the name without it.
///
/// **Affected:** the finding names the loader; the others accept the image.
///
/// **Fix:** require only what the kernel cannot do without:
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_FEATURES, .asciz "dom0")   # not "!dom0"
/// ```
public enum FeatureRequired: Rule {
  public static let id = "feature-required"
  public static let severity: Severity = .warning
  public static let example = RuleExample(
    wrong: #"NOTE FEATURES, .asciz, "!dom0""#,
    right: #"NOTE FEATURES, .asciz, "dom0""#)

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.asks(.pv), subject.claimsPV, let parameters = subject.pv?.parameters else {
      return []
    }
    return refusals.compactMap { feature, role, refusal in
      guard let known = XenFeature.named(byLoader: feature), parameters.requires(known),
        subject.asks(role)
      else { return nil }
      return finding(.required(feature, role, refusal), at: subject.place(of: .features))
    }
  }

  /// The features that a loader refuses to grant, with the role of the domain and the consequence.
  private static let refusals: [(feature: String, role: DomainRole, refusal: String)] = [
    ("dom0", .domU, "libxenguest refuses it"),
    ("auto_translated_physmap", .domU, "libxenguest refuses it"),
    ("supervisor_mode_kernel", .dom0, "the hypervisor panics"),
  ]
}

extension Message {
  fileprivate static func required(
    _ feature: String, _ role: DomainRole, _ refusal: String
  ) -> Message {
    "\(feature) is required: \(refusal) as PV \(role.rawValue); offer the feature without \"!\""
  }
}
