// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Generate {
  /// A guest that can be generated.
  public struct GuestKind: Sendable, Equatable {
    /// How Xen runs it.
    public enum Mode: String, CaseIterable, Sendable {
      /// Paravirtualized: from its PV entry, on Xen's page tables.
      case pv
      /// In an HVM container, from its PVH entry.
      case pvh
      /// In an HVM container, in place of the firmware.
      case hvm
    }

    /// The processor.
    public let architecture: Architecture
    public let mode: Mode
    /// Whether a 32-bit PV guest has page tables of three levels, as every Xen of today asks for;
    /// with two it is for hypervisors of before 3.3. Says nothing of other guests.
    public let pae: Bool

    /// The releases that such a guest can be made for, oldest first.
    public var releases: [XenRelease] { XenRelease.modelled.filter { reasonAgainst($0) == nil } }

    /// Why it cannot be made for that release; nil when it can.
    public func reasonAgainst(_ release: XenRelease) -> String? {
      if mode != .pv && release < XenRelease(4, 8) {
        return "it starts from hvm_start_info, which came with Xen 4.8"
      }
      if !pae && !release.canBeWithoutPAE {
        return "no Xen of 3.3 or later runs guests without PAE"
      }
      return nil
    }

    /// What there is.
    public static let all = [
      GuestKind(architecture: .x86_64, mode: .pv, pae: true),
      GuestKind(architecture: .i386, mode: .pv, pae: true),
      GuestKind(architecture: .i386, mode: .pv, pae: false),
      GuestKind(architecture: .x86_64, mode: .pvh, pae: true),
      GuestKind(architecture: .i386, mode: .pvh, pae: true),
      GuestKind(architecture: .i386, mode: .hvm, pae: true),
    ]

    /// Nil when there is no such guest.
    public static func named(
      architecture: String, mode: String, pae: Bool = true
    ) -> GuestKind? {
      all.first {
        $0.architecture.rawValue == architecture && $0.mode.rawValue == mode && $0.pae == pae
      }
    }

    /// How to ask for it: `--arch i386 --mode pv --no-pae`.
    public var options: String {
      "--arch \(architecture) --mode \(mode.rawValue)" + (pae ? "" : " --no-pae")
    }

    /// As Xen tells guests apart.
    var caller: Hypercall.Caller { Hypercall.Caller(architecture, isHvm: mode != .pv) }
  }
}
