// SPDX-License-Identifier: Apache-2.0

/// The name of a type of guest, by which the hypervisor lists what it runs (XENVER_capabilities) and a
/// toolstack chooses what it builds.
///
/// Sources: arch_get_xen_caps (arch/x86/setup.c@4.17); xc_dom_guest_type
/// (tools/libs/guest/xg_dom_elfloader.c@4.17, tools/libxc/xc_dom_elfloader.c@3.2).
public enum GuestTypeName: String, Sendable, CustomStringConvertible {
  /// Paravirtualized, 64 bits.
  case pv64 = "xen-3.0-x86_64"
  /// Paravirtualized, 32 bits with PAE.
  case pv32PAE = "xen-3.0-x86_32p"
  /// Paravirtualized, 32 bits without PAE.
  case pv32 = "xen-3.0-x86_32"
  /// In an HVM container, 32 bits at its first instruction.
  case hvm32 = "hvm-3.0-x86_32"
  case hvm32PAE = "hvm-3.0-x86_32p"
  case hvm64 = "hvm-3.0-x86_64"
  case ia64 = "xen-3.0-ia64"
  case ia64BigEndian = "xen-3.0-ia64be"
  case powerPC64 = "xen-3.0-powerpc64"
  /// That of a kernel for any other machine.
  case unknown = "xen-3.0-unknown"

  /// Whether the guest runs in an HVM container.
  public var isHVM: Bool { [.hvm32, .hvm32PAE, .hvm64].contains(self) }
  public var description: String { rawValue }
}
