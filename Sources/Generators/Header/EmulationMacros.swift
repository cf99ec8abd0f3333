// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// The prefix by which a guest makes Xen emulate an instruction, for assembly and for C's asm().
enum EmulationMacros {
  static let header = "arch-x86/xen.h"

  static var text: String {
    let bytes = ForcedEmulation.prefix.map { "0x" + hexDigits($0, width: 2) }
      .joined(separator: ", ")
    return """

      /* Xen, not the processor, executes what stands behind these bytes. */
      #if defined(__ASSEMBLY__) || defined(__ASSEMBLER__)
      #define XEN_EMULATE_PREFIX .byte \(bytes) ;
      #define XEN_CPUID XEN_EMULATE_PREFIX cpuid
      #else
      #define XEN_EMULATE_PREFIX ".byte \(bytes); "
      #define XEN_CPUID XEN_EMULATE_PREFIX "cpuid"
      #endif

      """
  }
}
