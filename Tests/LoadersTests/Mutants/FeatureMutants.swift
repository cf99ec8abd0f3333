// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import TestGuests

extension Mutant {
  /// FEATURES and SUPPORTED_FEATURES.
  static let features: [Mutant] = [
    features("unknown optional", "foo|dom0", .accepted),
    features("unknown required", "!foo", .refused),
    features("'!' alone", "!", .refused),
    features("empty tokens", "||dom0||", .accepted),
    features("70 characters", "!" + String(repeating: "x", count: 69), .refused),
    features("known, but behind 63 others", String(repeating: "x", count: 63) + "!foo", .refused),
    features("63 characters, then a bar", String(repeating: "x", count: 63) + "|dom0", .accepted),
    features("requires supervisor_mode_kernel", "!supervisor_mode_kernel", .accepted),
    features("requires auto_translated_physmap", "!auto_translated_physmap", .refused),
    features("requires dom0", "!dom0", .refused),
    features("requires writable_page_tables", "!writable_page_tables|dom0", .accepted),
    features("Linux's usual", "!writable_page_tables|pae_pgdir_above_4gb", .accepted),
    Mutant("FEATURES missing", .accepted) { $0.remove(.features) },
    Mutant("SUPPORTED_FEATURES without dom0", .accepted) {
      $0.remove(.features)
      $0.set(TestNote(.supportedFeatures, 1, size: 4))
    },
    Mutant("SUPPORTED_FEATURES of 3 bytes", .accepted) {
      $0.set(TestNote(.supportedFeatures, 1 << 11, size: 3))
    },
    Mutant("SUPPORTED_FEATURES of 8 bytes", .accepted) {
      $0.set(TestNote(.supportedFeatures, 1 << 11, size: 8))
    },
  ]

  private static func features(_ name: String, _ text: String, _ known: Known) -> Mutant {
    Mutant("FEATURES: \(name)", known) { $0.set(TestNote(.features, text)) }
  }
}
