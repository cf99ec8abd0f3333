// SPDX-License-Identifier: Apache-2.0

import CUnicorn
import HypervisorABI

/// The general registers of a mode, by name.
enum Registers {
  static func numbers(_ architecture: Architecture) -> [String: Int32] {
    architecture == .i386 ? narrow : wide
  }

  /// What C's callers want back, the stack pointer included.
  static func kept(_ architecture: Architecture) -> [String] {
    architecture == .i386
      ? ["ebx", "esi", "edi", "ebp", "esp"] : ["rbx", "rbp", "r12", "r13", "r14", "r15", "rsp"]
  }

  private static let narrow = number([
    "eax": UC_X86_REG_EAX, "ebx": UC_X86_REG_EBX, "ecx": UC_X86_REG_ECX, "edx": UC_X86_REG_EDX,
    "esi": UC_X86_REG_ESI, "edi": UC_X86_REG_EDI, "ebp": UC_X86_REG_EBP, "esp": UC_X86_REG_ESP,
    "eip": UC_X86_REG_EIP,
  ])

  private static let wide = number([
    "rax": UC_X86_REG_RAX, "rbx": UC_X86_REG_RBX, "rcx": UC_X86_REG_RCX, "rdx": UC_X86_REG_RDX,
    "rsi": UC_X86_REG_RSI, "rdi": UC_X86_REG_RDI, "rbp": UC_X86_REG_RBP, "rsp": UC_X86_REG_RSP,
    "r8": UC_X86_REG_R8, "r9": UC_X86_REG_R9, "r10": UC_X86_REG_R10, "r11": UC_X86_REG_R11,
    "r12": UC_X86_REG_R12, "r13": UC_X86_REG_R13, "r14": UC_X86_REG_R14, "r15": UC_X86_REG_R15,
    "rip": UC_X86_REG_RIP,
  ])

  private static func number(_ registers: [String: uc_x86_reg]) -> [String: Int32] {
    registers.mapValues { Int32($0.rawValue) }
  }
}
