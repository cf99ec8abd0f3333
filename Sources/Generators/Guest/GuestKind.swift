// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Generate {
  /// A kind of guest that can be generated.
  public struct GuestKind: Sendable, Equatable {
    /// The processor architecture.
    public let architecture: Architecture
    /// The way in which Xen runs it; a PV guest also runs on the PV shim.
    public let mode: GuestMode
    /// Whether a 32-bit PV guest has three-level page tables, which every Xen since 3.3 requires;
    /// otherwise two-level ones. It has no meaning for other guests.
    public let pae: Bool

    /// The releases from 3.0.0 on that it can be generated for, oldest first.
    public var releases: [XenRelease] { XenRelease.modelled.filter { reasonAgainst($0) == nil } }

    /// The reason why it cannot be generated for a release; nil if it can.
    public func reasonAgainst(_ release: XenRelease) -> String? {
      if release.isEarly && (architecture != .i386 || mode != .pv || pae) {
        return "it has only 32-bit PV guests without PAE: --arch i386 --no-pae"
      }
      if mode != .pv && release < XenRelease(4, 8) {
        return "it starts from hvm_start_info, which came with Xen 4.8"
      }
      if !pae && !release.canBeWithoutPAE {
        return "no Xen of 3.3 or later runs guests without PAE"
      }
      return nil
    }

    /// All kinds.
    public static let all = [
      GuestKind(architecture: .x86_64, mode: .pv, pae: true),
      GuestKind(architecture: .i386, mode: .pv, pae: true),
      GuestKind(architecture: .i386, mode: .pv, pae: false),
      GuestKind(architecture: .x86_64, mode: .pvh, pae: true),
      GuestKind(architecture: .i386, mode: .pvh, pae: true),
      GuestKind(architecture: .i386, mode: .hvm, pae: true),
    ]

    /// The kind with these properties; nil if there is none.
    public static func named(
      architecture: String, mode: String, pae: Bool = true
    ) -> GuestKind? {
      all.first {
        $0.architecture.rawValue == architecture && $0.mode.rawValue == mode && $0.pae == pae
      }
    }

    /// The command-line options that select it: `--arch i386 --mode pv --no-pae`.
    public var options: String {
      "--arch \(architecture) --mode \(mode.rawValue)" + (pae ? "" : " --no-pae")
    }

    /// The kind of guest for hypercalls.
    var caller: Hypercall.Caller { Hypercall.Caller(architecture, isHvm: mode != .pv) }
  }
}
