// SPDX-License-Identifier: Apache-2.0

/// How Xen runs a guest.
public enum GuestMode: String, Sendable, CaseIterable, Codable {
  /// Paravirtualized: from its PV entry, on Xen's page tables.
  case pv
  /// In an HVM container, from its PVH entry.
  case pvh
  /// In an HVM container, in place of the firmware.
  case hvm
  /// From its PV entry, on the PV shim: a Xen of its own in an HVM container.
  case shim

  /// The modes that kernels are made for; the others are judged when somebody asks for them.
  public static let kernels = [GuestMode.pv, .pvh]
}

/// Which domain a kernel is: the initial one, or another.
public enum DomainRole: String, CaseIterable, Sendable, Codable { case domU, dom0 }
