// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// How a guest is run: paravirtualized, or in an HVM container from its PVH entry, in place of the
/// firmware, or paravirtualized by the PV shim, a Xen of its own in there.
public enum GuestMode: String, Sendable, Encodable {
  case pv, pvh, hvm, shim

  /// The modes that kernels are made for; the others are judged when somebody asks for them.
  public static let kernels = [GuestMode.pv, .pvh]
}

/// Which domain it is to be.
public enum DomainRole: String, CaseIterable, Sendable, Encodable { case domU, dom0 }

/// Where a loader took the Xen notes from.
public enum NoteSource: String, Sendable, Encodable {
  case ptNote = "PT_NOTE"
  case shtNote = "SHT_NOTE"
  case legacy = "__xen_guest"
  case none
}

/// The hypervisor that is asked.
public struct Target: Sendable {
  /// The release whose loaders are asked.
  public let xen: XenRelease
  /// Whether it offers 32-bit PV: Debian's and upstream's default do not (since 4.15).
  public let pv32: Bool

  public init(xen: XenRelease = .standard, pv32: Bool = false) {
    self.xen = xen
    self.pv32 = pv32
  }
}

/// What one loader says of one image in one mode.
public struct Verdict: Sendable, Equatable {
  /// The loader's name: `libxenguest`, `xen-dom0`.
  public let loader: String
  /// The release whose loader this is.
  public let xen: XenRelease
  /// How the guest was to be run.
  public let mode: GuestMode
  /// Which domain it was to be.
  public let role: DomainRole
  /// The loader builds the guest to the point where its first instruction runs.
  public let accepts: Bool
  /// The capability that the guest needs: `xen-3.0-x86_64`, `hvm-3.0-x86_32`; nil when refused
  /// before that is known.
  public let guestType: String?
  /// Why it is refused: the loader's own words first, then ours in parentheses; nil when accepted.
  public let reason: String?

  public init(
    loader: String, xen: XenRelease, mode: GuestMode, role: DomainRole, accepts: Bool,
    guestType: String? = nil, reason: String? = nil
  ) {
    self.loader = loader
    self.xen = xen
    self.mode = mode
    self.role = role
    self.accepts = accepts
    self.guestType = guestType
    self.reason = reason
  }
}
