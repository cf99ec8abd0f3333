// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// The release of Linux that a module was built for, from `vermagic` in .modinfo (Linux 2.6 on).
struct ModuleRelease {
  private let number: [Int]
  private let is64: Bool

  /// Fails if the file is not a module.
  init?(_ elf: ElfFile) {
    guard let info = elf.section(named: ".modinfo").flatMap({ elf.contents(of: $0) }),
      let place = info.firstOffset(of: Array("vermagic=".utf8))
    else { return nil }
    let text = info.string(at: UInt64(place + 9), most: 32)
    number = text.split { !$0.isNumber }.prefix(3).compactMap { Int($0) }
    is64 = elf.machine == UInt16(EM_X86_64)
  }

  /// Whether the kernel of that release has code of its own for PV guests: pv_ops for Xen came in
  /// 2.6.23, and in 2.6.27 on x86_64.
  var hasParavirtKernel: Bool { !number.lexicographicallyPrecedes([2, 6, is64 ? 27 : 23]) }
}
