// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// The release of Linux that a module is for: `vermagic` of .modinfo (Linux 2.6 on).
struct ModuleRelease {
  private let number: [Int]
  private let is64: Bool

  /// Nil when it is no module.
  init?(_ elf: ElfFile) {
    guard let info = elf.section(named: ".modinfo").flatMap({ elf.contents(of: $0) }),
      let place = info.firstOffset(of: Array("vermagic=".utf8))
    else { return nil }
    let text = info.string(at: UInt64(place + 9), most: 32)
    number = text.split { !$0.isNumber }.prefix(3).compactMap { Int($0) }
    is64 = elf.machine == UInt16(EM_X86_64)
  }

  /// Such a kernel has a way of its own for PV guests: pv_ops for Xen came in 2.6.23, on x86_64 in
  /// 2.6.27.
  var hasParavirtKernel: Bool { !number.lexicographicallyPrecedes([2, 6, is64 ? 27 : 23]) }
}
