// SPDX-License-Identifier: Apache-2.0

/// The way in which Xen runs a guest.
public enum GuestMode: String, Sendable, CaseIterable, Codable {
  /// Paravirtualized, started at the PV entry.
  case pv
  /// In an HVM container, started at the PVH entry.
  case pvh
  /// In an HVM container, started in place of the firmware.
  case hvm
  /// Started at the PV entry, on the PV shim, which is a second Xen in an HVM container.
  case shim

  /// The modes that kernels are usually built for; the other modes are checked only on request.
  public static let kernels = [GuestMode.pv, .pvh]
}

/// The role of a kernel's domain: dom0 is the initial domain, domU any other.
public enum DomainRole: String, CaseIterable, Sendable, Codable { case domU, dom0 }
