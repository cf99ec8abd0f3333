// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The `__xen_guest` string has a key that no loader knows.
///
/// Keys are compared exactly and unknown ones are silently skipped, so a misspelt key has no
/// effect. The keys are not the names of the notes: Debian's gnumach-1.8-xen-486 has
/// GUEST_VERSION=1.3, the name of the note; the key is GUEST_VER. That is harmless, but VIRT_ENTRY
/// written as ENTRY starts the guest at e_entry.
///
/// **Affected:** no loader reports it; libxenguest and the dom0 builder skip the key.
///
/// **Fix:** use the keys of the string, or notes instead of it:
///
/// ```
///     .section __xen_guest
///     .asciz "GUEST_OS=MyOS,GUEST_VER=1.3,XEN_VER=xen-3.0,VIRT_BASE=0xC0000000,LOADER=generic"
/// ```
public enum LegacyKey: Rule {
  public static let id = "legacy-key"
  public static let severity: Severity = .note
  public static let example = RuleExample(
    wrong: """
        .section __xen_guest
        .asciz "GUEST_VERSION=1,XEN_VER=xen-3.0,LOADER=generic,VIRT_BASE=0xffffffff80000000,ELF_PADDR_OFFSET=0"
      """,
    right: """
        .section __xen_guest
        .asciz "GUEST_VER=1,XEN_VER=xen-3.0,LOADER=generic,VIRT_BASE=0xffffffff80000000,ELF_PADDR_OFFSET=0"
      """,
    without: [.xenVersion, .guestOS, .loader, .virtBase, .paddrOffset, .entry, .phys32Entry])

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.xenNotes.isEmpty, let legacy = subject.legacy else { return [] }
    let known = GuestStringKey.all.map(\.name)
    return legacy.pairs.filter {
      !known.contains($0.key) && !GuestStringKey.dropped.contains($0.key)
    }.map {
      finding(.unknown($0.key), at: Place(section: LegacyString.sectionName))
    }
  }
}

extension Message {
  fileprivate static func unknown(_ key: String) -> Message {
    let nearest = Nearest.names(key, among: GuestStringKey.all.map(\.name), limit: 1).first
    return """
      no loader knows the key \(quoted(key)): it is skipped; \
      \(nearest.map { "did you mean \($0)?" } ?? "remove it")
      """
  }
}
