// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import GuestImage
import HypervisorABI

/// Xen 2.0 runs 32-bit guests without PAE only, and the kernel is another one.
///
/// The loaders of 2.0 read every file as an ELF32 and build two-level page tables; 64-bit guests and
/// PAE came with 3.0.0. Neither notes nor a `__xen_guest` string nor other code change that, so that
/// the other checks are left out for such a kernel. A kernel of 3.0.0 or later is not one for 2.0
/// either: the interface is another one, which XEN_VER=2.0 in the string stands for.
///
/// **Affected:** the toolstack and the dom0 builder of 2.0 (xc_linux_build.c and xen/common/elf.c,
/// parseelfimage).
///
/// **Fix:** build the kernel for i386 without PAE and with the port for 2.0, or check the image for a
/// later release:
///
/// ```
/// pvkit check --xen 3.0.0 vmlinux
/// ```
public enum EarlyGuest: DecidingRule {
  public static let id = "early-guest"
  public static let severity: Severity = .error
  public static let example = RuleExample(arguments: ("--xen 2.0", ""))

  static let remark = "the other checks are left out for such a kernel"

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.asks(.pv), let message = message(subject) else { return [] }
    return [finding(message)]
  }

  /// Whether the release runs no kernel of this kind, so that nothing in its notes can help.
  static func refuses(_ subject: Subject) -> Bool { message(subject) != nil }

  private static func message(_ subject: Subject) -> Message? {
    guard subject.target.xen.isEarly, let elf = subject.elf,
      [EM_386, EM_X86_64].contains(Int32(elf.machine))
    else { return nil }
    if elf.width == .bits64 { return .wide(elf, subject.target.xen) }
    return needsPAE(subject) ? .pae(subject.target.xen) : nil
  }

  /// Whether the kernel says that it has PAE page tables only, in notes or in the string.
  private static func needsPAE(_ subject: Subject) -> Bool {
    let note = subject.unreadNotes.last { $0.type == XenNote.paeMode.number }
    let value = note?.string ?? GuestStringKey.of(.paeMode).flatMap { subject.legacy?[$0.name] }
    return value?.hasPrefix("yes") ?? false
  }
}

extension Message {
  fileprivate static func wide(_ elf: ElfFile, _ release: XenRelease) -> Message {
    """
    ELF\(elf.width.rawValue) \(elf.machineName): Xen \(release) runs 32-bit guests without PAE only; \
    build the kernel for i386 without PAE, or choose a later release (--xen)
    """
  }

  fileprivate static func pae(_ release: XenRelease) -> Message {
    """
    the kernel has PAE page tables: Xen \(release) runs 32-bit guests without PAE only; build it \
    without PAE, or choose a later release (--xen)
    """
  }
}
