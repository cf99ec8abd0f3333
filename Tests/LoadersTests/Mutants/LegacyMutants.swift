// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import TestGuests

extension Mutant {
  private static let good = TestGuest.legacyString

  /// The `__xen_guest` string.
  static let legacy: [Mutant] = [
    legacy("good", good, .accepted),
    legacy("empty", "", .refused),
    legacy("no ELF_PADDR_OFFSET", good.without("ELF_PADDR_OFFSET=0x0,"), .refused),
    legacy("no VIRT_BASE", good.without("VIRT_BASE=0xffffffff80000000,"), .refused),
    legacy("XEN_VER wrong", good.without("xen-3.0"), .refused),
    legacy("an unknown required feature", good + ",FEATURES=!foo", .accepted),
    legacy("that feature first: the rest is lost", "FEATURES=!foo," + good, .refused),
    legacy(
      "requires auto_translated_physmap", good + ",FEATURES=!auto_translated_physmap", .refused),
    legacy("VIRT_ENTRY outside", good + ",VIRT_ENTRY=0x1000", .refused),
    legacy("VIRT_ENTRY in decimal", good + ",VIRT_ENTRY=18446744071563116544", .accepted),
    legacy("VIRT_ENTRY negative", good + ",VIRT_ENTRY= -2146435072", .accepted),
    legacy("VIRT_ENTRY in octal", good + ",VIRT_ENTRY=01777777777760004000000", .accepted),
    legacy("VIRT_ENTRY overflows", good + ",VIRT_ENTRY=0x1fffffffffffffffff", .accepted),
    legacy("HYPERCALL_PAGE is a page's number", good + ",HYPERCALL_PAGE=0x102", .accepted),
    legacy("HYPERCALL_PAGE outside", good + ",HYPERCALL_PAGE=0x20000", .refused),
    legacy("PAE=yes", good + ",PAE=yes", .accepted),
    legacy("a key of 40 bytes", String(repeating: "K", count: 40) + "," + good, .accepted),
    legacy(
      "a value of 200 bytes", "A=" + String(repeating: "v", count: 200) + "," + good, .accepted),
    legacy("commas only", ",,,," + good, .accepted),
    legacy("keys without values", "GUEST_OS,LOADER," + good, .accepted),
    Mutant("notes win over the string", .accepted) { $0.legacy = "XEN_VER=none" },
    Mutant("an empty note segment, then the string", .accepted) {
      $0.notes = []
      $0.legacy = good
    },
  ]

  private static func legacy(_ name: String, _ string: String, _ known: Known) -> Mutant {
    Mutant("__xen_guest: \(name)", known) { $0.speakLegacy(string) }
  }
}

extension String {
  /// Without the first occurrence of `part`.
  fileprivate func without(_ part: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return String(self[..<range.lowerBound] + self[range.upperBound...])
  }
}
