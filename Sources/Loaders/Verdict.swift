// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

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
  /// The memory of the domain that is built, in MiB. It decides which kernels are too large, and
  /// which addresses lie outside.
  public let memory: UInt64

  /// What verdicts are given for unless somebody says otherwise.
  public static let standardMemory: UInt64 = 512

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
  /// What becomes of the image, or of the loader.
  public let outcome: Outcome
  /// The capability that the guest needs: `xen-3.0-x86_64`, `hvm-3.0-x86_32`; nil when refused
  /// before that is known.
  public let guestType: String?
  /// The first stable update of the release's branch that accepts what it does not, or the other way
  /// round; nil when none does.
  public var changedIn: XenRelease?
  /// Why it is refused: the loader's own words first, then ours in parentheses; nil when accepted.
  public let reason: String?

  /// `crash`: the loader reads or writes what does not belong to it, or never ends. Whether it dies
  /// of that, goes on with what it found or refuses depends on what lies there.
  public enum Outcome: String, Sendable, Codable { case accept, refuse, crash }

  /// False where the release builds no such guests, whatever the image.
  public let isBuilt: Bool

  /// The loader builds the guest to the point where its first instruction runs.
  public var accepts: Bool { outcome == .accept }

  public init(
    loader: String, xen: XenRelease, mode: GuestMode, role: DomainRole,
    guestType: String? = nil, refusal: Refusal? = nil
  ) {
    self.loader = loader
    self.xen = xen
    self.mode = mode
    self.role = role
    self.guestType = guestType
    outcome = refusal.map { $0.kind == .crash ? .crash : .refuse } ?? .accept
    reason = refusal?.reason
    isBuilt = refusal?.kind != .notBuilt
  }
}
