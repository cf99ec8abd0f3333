// SPDX-License-Identifier: Apache-2.0

/// What CPUID says to a guest in an HVM container of Xen's.
struct Hypervisor {
  /// Of the processor: `GenuineIntel`.
  var vendor: String
  /// Nil where there is no Xen.
  var base: UInt32? = 0x4000_0000
  var modelRegister: UInt32 = 0x4000_0000

  /// eax, ebx, ecx, edx of a leaf.
  func answer(_ leaf: UInt32) -> [UInt32]? {
    let name = words(vendor)
    if leaf == 0 { return [0xd, name[0], name[2], name[1]] }
    guard let base else { return [0, 0, 0, 0] }
    switch leaf {
    case base: return [base + 2] + words("XenVMMXenVMM")
    case base + 2: return [1, modelRegister, 0, 0]
    default: return leaf < base ? [leaf, 0x7263_694d, 0x666f_736f, 0x7648_2074] : [0, 0, 0, 0]
    }
  }

  private func words(_ text: String) -> [UInt32] {
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
  }
}
