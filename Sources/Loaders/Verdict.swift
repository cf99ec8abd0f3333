// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The place where a loader found the Xen notes.
public enum NoteSource: String, Sendable, Encodable {
  case ptNote = "PT_NOTE"
  case shtNote = "SHT_NOTE"
  case legacy = "__xen_guest"
  case none
}

/// The hypervisor and domain for which loaders are modelled.
public struct Target: Sendable {
  /// The release of Xen.
  public let xen: XenRelease
  /// Whether it supports 32-bit PV guests. The default of Debian and upstream is no (since 4.15).
  public let pv32: Bool
  /// The memory of the domain, in MiB. It determines which kernels are too large, and which
  /// addresses are outside.
  public let memory: UInt64

  /// The default memory of the domain, in MiB.
  public static let standardMemory: UInt64 = 512

  /// A target; the default is the standard release with a domain of 512 MiB.
  public init(
    xen: XenRelease = .standard, pv32: Bool = false, memory: UInt64 = Target.standardMemory
  ) {
    self.xen = xen
    self.pv32 = pv32
    self.memory = memory
  }

  /// The domain's memory in frames of 4 KiB.
  var frames: UInt64 { memory << (20 - Page.shift) }
}

/// The verdict of one loader on one image in one mode.
public struct Verdict: Sendable, Equatable {
  /// The loader's name: `libxenguest`, `xen-dom0`.
  public let loader: String
  /// The release of the loader.
  public let xen: XenRelease
  /// The mode in which the guest is to run.
  public let mode: GuestMode
  /// The role of the domain.
  public let role: DomainRole
  /// The result.
  public let outcome: Outcome
  /// The guest type that the kernel needs; nil if the image is refused before that is known.
  public let guestType: GuestTypeName?
  /// The first later stable update of the branch whose verdict differs in whether it accepts the
  /// image; nil if there is none.
  public var changedIn: XenRelease?
  /// The reason for a refusal: the loader's message, then pvkit's explanation in parentheses; nil
  /// if the image is accepted.
  public let reason: String?
  /// The memory that the domain needs, if that is what it lacks.
  public let neededMemory: NeededMemory?

  /// `crash` means that the loader accesses memory that does not belong to it, or never ends.
  /// Whether it really crashes, continues with what it read or refuses the image depends on that
  /// memory's content.
  public enum Outcome: String, Sendable, Codable { case accept, refuse, crash }

  /// False if the release does not build such guests, whatever the image.
  public let isBuilt: Bool

  /// Whether the loader builds the guest up to its first instruction.
  public var accepts: Bool { outcome == .accept }

  /// A verdict from a refusal; without one the image is accepted.
  public init(
    loader: String, xen: XenRelease, mode: GuestMode, role: DomainRole,
    guestType: GuestTypeName? = nil, refusal: Refusal? = nil
  ) {
    self.loader = loader
    self.xen = xen
    self.mode = mode
    self.role = role
    self.guestType = guestType
    outcome = refusal.map { $0.kind == .crash ? .crash : .refuse } ?? .accept
    reason = refusal?.reason
    neededMemory = refusal?.neededMemory
    isBuilt = refusal?.kind != .notBuilt
  }
}
