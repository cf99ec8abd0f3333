// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The CPUID leaves of a PV guest: the emulated processor without what Xen hides.
struct CpuPolicy {
  let release: XenRelease
  let guest: GuestType
  let vcpu: Int

  private static let none: [UInt32] = [0, 0, 0, 0]
  private static let hypervisorBase: UInt32 = 0x4000_0000

  /// The values of eax, ebx, ecx and edx for a leaf.
  func answer(_ leaf: UInt32, _ subleaf: UInt32) -> [UInt32] {
    switch leaf {
    case 0: return [1] + Self.vendor
    // Xen gives the vCPUs even APIC ids.
    case 1:
      return [Self.signature, UInt32(vcpu) << 25 | 0x800, Self.features1c, features1d]
    case Self.hypervisorBase...Self.hypervisorBase + 0xff: return hypervisor(leaf)
    case 0x8000_0000: return [0x8000_0008] + Self.vendor
    case 0x8000_0001: return [Self.signature, 0, guest.is64 ? 1 : 0, featuresExtended]
    case 0x8000_0002...0x8000_0004: return Self.brand(Int(leaf - 0x8000_0002))
    // The widths of physical and linear addresses in bits.
    case 0x8000_0008: return [48 << 8 | 46, 0, 0, 0]
    default: return Self.none
    }
  }

  /// Xen's own leaves (arch-x86/cpuid.h) as a PV guest sees them.
  private func hypervisor(_ leaf: UInt32) -> [UInt32] {
    switch leaf - Self.hypervisorBase {
    case 0: return [Self.hypervisorBase + 2] + Self.words("XenVMMXenVMM")
    case 1: return [UInt32(release.major << 16 | release.minor), 0, 0, 0]
    default: return Self.none
    }
  }

  /// The vendor in the order ebx, ecx, edx.
  private static let vendor: [UInt32] = {
    let name = words("GenuineIntel")
    return [name[0], name[2], name[1]]
  }()

  private static func words(_ text: String) -> [UInt32] {
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  /// Family 6, model 15, stepping 11.
  private static let signature: UInt32 = 0x6fb
  /// sse3, ssse3, cx16, hypervisor.
  private static let features1c: UInt32 = 1 | 1 << 9 | 1 << 13 | 1 << 31
  /// fpu, tsc, msr, pae, cx8, apic, sep, cmov, pat, clflush, mmx, fxsr, sse, sse2: the features of
  /// Unicorn's processor that Xen shows to a PV guest.
  private static let allFeatures1d: UInt32 =
    1 | 1 << 4 | 1 << 5 | pae | 1 << 8 | 1 << 9 | sysenter | 1 << 15 | 1 << 16 | 1 << 19
    | 1 << 23 | 1 << 24 | 1 << 25 | 1 << 26
  private static let (pae, sysenter): (UInt32, UInt32) = (1 << 6, 1 << 11)

  /// A 32-bit guest has no sysenter before its callback exists.
  private var features1d: UInt32 {
    switch guest {
    case .pv64: return Self.allFeatures1d
    case .pae: return Self.allFeatures1d & (release < XenRelease(3, 2) ? ~Self.sysenter : .max)
    case .twoLevels: return Self.allFeatures1d & ~(Self.sysenter | Self.pae)
    }
  }

  /// syscall, nx, lm; a 32-bit guest has nx at most.
  private var featuresExtended: UInt32 {
    switch guest {
    case .pv64: 1 << 11 | Self.noExecute | 1 << 29
    case .pae: Self.noExecute
    case .twoLevels: 0
    }
  }
  private static let noExecute: UInt32 = 1 << 20

  private static func brand(_ part: Int) -> [UInt32] {
    let name = "pvkit virtual processor"
    let padded = name + String(repeating: "\0", count: 48 - name.utf8.count)
    let start = padded.index(padded.startIndex, offsetBy: part * 16)
    return words(String(padded[start..<padded.index(start, offsetBy: 16)]))
  }
}
