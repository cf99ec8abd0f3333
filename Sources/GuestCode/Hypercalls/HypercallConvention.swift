// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Instructions

/// The registers by which a guest of one mode passes arguments, as the processor numbers them.
struct HypercallConvention {
  /// The caller in terms of the ABI model.
  let caller: Hypercall.Caller
  /// The registers of the arguments, in order.
  let arguments: [Int]
  /// Registers that the trap instruction itself destroys; the stub in the hypercall page saves
  /// them.
  let destroyed: [Int]

  init(_ mode: CodeMode) {
    switch mode {
    case .bits64:
      // rdi, rsi, rdx, r10, r8; rcx and r11 are syscall's own.
      (caller, arguments, destroyed) = (.pv64, [7, 6, 2, 10, 8], [1, 11])
      keptByFunctions = 0xf038
      neverPassed = 1 << 10
    case .bits32:
      // ebx, ecx, edx, esi, edi
      (caller, arguments, destroyed) = (.pv32, [3, 1, 2, 6, 7], [])
      keptByFunctions = 0xf8
      neverPassed = 1 << 3 | 1 << 6 | 1 << 7
    }
  }

  /// Registers that a C function preserves, bit n for register n: rbx, rsp, rbp, r12 to r15; on
  /// i386 ebx, esp, ebp, esi, edi.
  let keptByFunctions: UInt32
  /// Argument registers of a hypercall that C functions do not use for arguments: r10; on i386 ebx,
  /// esi, edi.
  let neverPassed: UInt32
  /// The registers that a hypercall preserves: all but the result and the registers of its
  /// arguments. Xen overwrites those when it continues an interrupted call, and debug builds always
  /// do. A bare trap destroys more. Source: xen-x86_64.h and xen-x86_32.h@4.17, pv_hypercall(),
  /// hypercall_create_continuation().
  ///
  /// - Parameters:
  ///   - count: the number of arguments; nil if unknown, which means all registers.
  ///   - way: how the hypercall is made.
  func keptByXen(_ count: Int?, _ way: HypercallSite.Way) -> UInt32 {
    let changed = arguments.prefix(count ?? arguments.count) + (way == .syscall ? destroyed : [])
    return changed.reduce(~1) { $0 & ~(1 << UInt32($1)) }
  }

  /// The caller in terms of the ABI model, by how the hypercall is made.
  func caller(_ way: HypercallSite.Way) -> Hypercall.Caller {
    way.isForContainers ? container : caller
  }

  /// The caller for a guest of that width in an HVM container.
  var container: Hypercall.Caller { caller == .pv64 ? .hvm64 : .hvm32 }

  /// The name of a register as in assembly.
  static func name(_ register: Int, _ mode: CodeMode) -> String {
    let old = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"]
    guard register < 8 else { return "r\(register)" }
    return (mode == .bits64 ? "r" : "e") + old[register]
  }
}
