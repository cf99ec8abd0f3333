// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Instructions

/// In which registers a guest of that mode passes what, by the processor's numbers.
struct HypercallConvention {
  /// The caller, as the model of the ABI has it.
  let caller: Hypercall.Caller
  /// The registers of the arguments, in order.
  let arguments: [Int]
  /// Those that the trap itself destroys; the page's stub saves them.
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

  /// Those that a function of C keeps, bit n for register n: rbx, rsp, rbp, r12 to r15; ebx, esp,
  /// ebp, esi, edi.
  let keptByFunctions: UInt32
  /// Those of a call's arguments in which no function of C gets anything: r10; ebx, esi, edi.
  let neverPassed: UInt32
  /// Those that a call of Xen keeps: all but the result and the registers of as many arguments as it
  /// has, which Xen overwrites when it goes on with a call that it has interrupted, and debugging
  /// builds of it always. The trap itself destroys more. Source: xen-x86_64.h and xen-x86_32.h@4.17,
  /// pv_hypercall(), hypercall_create_continuation().
  ///
  /// - Parameters:
  ///   - count: how many arguments it has; nil where that is not known, for all.
  ///   - way: how it is called.
  func keptByXen(_ count: Int?, _ way: HypercallSite.Way) -> UInt32 {
    let changed = arguments.prefix(count ?? arguments.count) + (way == .syscall ? destroyed : [])
    return changed.reduce(~1) { $0 & ~(1 << UInt32($1)) }
  }

  /// Who calls by that way, as the model of the ABI has it.
  func caller(_ way: HypercallSite.Way) -> Hypercall.Caller {
    way.isForContainers ? container : caller
  }

  /// The like of a guest in an HVM container.
  var container: Hypercall.Caller { caller == .pv64 ? .hvm64 : .hvm32 }

  /// What people call the register.
  static func name(_ register: Int, _ mode: CodeMode) -> String {
    let old = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"]
    guard register < 8 else { return "r\(register)" }
    return (mode == .bits64 ? "r" : "e") + old[register]
  }
}
