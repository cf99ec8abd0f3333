// SPDX-License-Identifier: Apache-2.0

import CElf

extension ElfFile {
  /// The machine's name in the spelling of Linux and Xen, such as `x86_64`; `EM_n` for an unknown
  /// machine.
  public var machineName: String { Self.machineName(machine) }

  /// The name for an e_machine.
  public static func machineName(_ machine: UInt16) -> String {
    machineNames[Int32(machine)] ?? "EM_\(machine)"
  }

  private static let machineNames: [Int32: String] = [
    EM_386: "i386", EM_X86_64: "x86_64", EM_ARM: "arm", EM_AARCH64: "aarch64",
    EM_RISCV: "riscv", EM_IA_64: "ia64", EM_PPC: "ppc", EM_PPC64: "ppc64", EM_S390: "s390",
    EM_MIPS: "mips", EM_SPARC: "sparc", EM_SPARCV9: "sparc64", EM_68K: "m68k",
    EM_PARISC: "parisc", EM_SH: "sh", EM_ALPHA: "alpha",
  ]
}
