// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// XEN_VERSION is missing or wrong, or only its first seven characters are right.
///
/// Loaders expect "xen-3.0", which has been the name of the guest interface since 2005 and is not a
/// release. They compare seven characters: "xen-3.0foo" passes, "xen-4.17" does not, and without
/// the note a PV loader says "Xen will only load images built for Xen v3.0 (Not '')". A value that
/// passes because of its prefix would be refused by a loader that compares all of it. Xen 2.0 expects
/// "2.0", and finds it in the string `__xen_guest` only.
///
/// **Affected:** libxenguest and the dom0 builder, PV, and PVH of Xen 4.7 to 4.10 (libelf,
/// elf_xen_note_check); PVH needs no version from 4.10.1 on.
///
/// **Fix:**
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_XEN_VERSION, .asciz "xen-3.0")
/// ```
public enum XenVersion: Rule {
  public static let id = "xen-version"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning, .note]
  public static let example = RuleExample(
    wrong: #"NOTE XEN_VERSION, .asciz, "4.17""#,
    right: #"NOTE XEN_VERSION, .asciz, "xen-3.0""#,
    without: [.xenVersion])

  public static func check(_ subject: Subject) -> [Finding] {
    let isForPVH = subject.needsPVNotesAsPVH
    guard subject.claimsPV || isForPVH, let parameters = subject.pv?.parameters else { return [] }
    let wanted = subject.target.xen.interfaceName
    let version = String(decoding: parameters.xenVersion, as: UTF8.self)
    let place = subject.place(of: .xenVersion)
    if version == wanted { return [] }
    let found =
      version.hasPrefix(wanted)
      ? finding(.prefix(version, wanted), at: place, .warning)
      : finding(
        version.isEmpty
          ? .missing(isForPVH ? subject.target.xen : nil, wanted)
          : subject.target.xen.isEarly
            ? .wrong(version, subject.target.xen) : .wrong(version, wanted),
        at: place, isForPVH ? .error : subject.worstForPV)
    return [found.fixed(by: .xenVersion, wanted, in: subject)]
  }
}

extension Message {
  fileprivate static func missing(_ release: XenRelease?, _ wanted: String) -> Message {
    let refusal =
      release.map { "Xen \($0) refuses it as PV and as PVH" } ?? "no loader builds it as PV"
    return "XEN_VERSION is missing: \(refusal); set it to \(quoted(wanted))"
  }

  fileprivate static func wrong(_ version: String, _ wanted: String) -> Message {
    """
    XEN_VERSION is \(quoted(version)): loaders expect \(quoted(wanted)), the interface's name in every \
    release; set it to that
    """
  }

  fileprivate static func wrong(_ version: String, _ release: XenRelease) -> Message {
    """
    XEN_VER is \(quoted(version)): Xen \(release) loads only kernels for its own interface, XEN_VER=\
    \(release.interfaceName), which is not that of later releases
    """
  }

  fileprivate static func prefix(_ version: String, _ wanted: String) -> Message {
    """
    XEN_VERSION is \(quoted(version)): loaders compare only its first \(wanted.utf8.count) characters; \
    set it to \(quoted(wanted))
    """
  }
}
