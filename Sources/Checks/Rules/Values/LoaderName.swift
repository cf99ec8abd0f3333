// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// LOADER and GUEST_OS do not select the generic loader, or only by their first letters.
///
/// A PV loader expects LOADER "generic" or else GUEST_OS "linux", and compares seven and five
/// characters: "genericX" and "linux-2.6.18" pass. A guest that is not Linux but claims to be,
/// because it boots then, would be refused by a stricter comparison with "Will only load images
/// built for the generic loader or Linux images".
///
/// **Affected:** libxenguest and the dom0 builder, PV, and PVH of Xen 4.7 to 4.10 (libelf,
/// elf_xen_note_check); PVH needs neither from 4.10.1 on.
///
/// **Fix:** set both notes to their proper values:
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_LOADER,   .asciz "generic")
///     ELFNOTE(Xen, XEN_ELFNOTE_GUEST_OS, .asciz "MyOS")
/// ```
public enum LoaderName: Rule {
  public static let id = "loader-name"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning, .note]
  public static let example = RuleExample(
    wrong: #"NOTE LOADER, .asciz, "grub""#,
    right: #"NOTE LOADER, .asciz, "generic""#,
    without: [.loader])
  private static let generic = "generic"
  private static let linux = "linux"

  public static func check(_ subject: Subject) -> [Finding] {
    let isForPVH = subject.needsPVNotesAsPVH
    guard subject.claimsPV || isForPVH, let parameters = subject.pv?.parameters else { return [] }
    let loader = String(decoding: parameters.loader, as: UTF8.self)
    let system = String(decoding: parameters.guestOS, as: UTF8.self)
    if loader == generic || (loader.isEmpty && system == linux) { return [] }
    let found =
      loader.hasPrefix(generic)
      ? finding(.loaderPrefix(loader), at: subject.place(of: .loader), .warning)
      : system.hasPrefix(linux)
        ? finding(.onlySystem(loader, system), at: subject.place(of: .guestOS), .warning)
        : finding(
          .neither(loader, system, isForPVH ? subject.target.xen : nil),
          severity: isForPVH ? .error : subject.worstForPV)
    return [found.fixed(by: .loader, generic, in: subject)]
  }

  private static func finding(_ message: Message, severity: Severity) -> Finding {
    finding(message, at: Place(note: XenNote.loader.name), severity)
  }
}

extension Message {
  fileprivate static func loaderPrefix(_ loader: String) -> Message {
    """
    LOADER is \(quoted(loader)): loaders compare only its first seven characters; set it to \
    "generic"
    """
  }

  fileprivate static func onlySystem(_ loader: String, _ system: String) -> Message {
    """
    LOADER is \(quoted(loader)) and GUEST_OS \(quoted(system)): loaders accept the image because \
    GUEST_OS begins with "linux"; set LOADER to "generic"
    """
  }

  fileprivate static func neither(
    _ loader: String, _ system: String, _ release: XenRelease?
  ) -> Message {
    let refusal =
      release.map { "Xen \($0) refuses it as PV and as PVH" } ?? "no loader builds it as PV"
    return """
      LOADER is \(quoted(loader)) and GUEST_OS \(quoted(system)): \(refusal); set LOADER to \
      "generic"
      """
  }
}
