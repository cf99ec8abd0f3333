// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Instructions

/// A place where a kernel calls Xen.
public struct HypercallSite: Sendable {
  /// How it does.
  public enum Way: String, Sendable, CaseIterable, Encodable {
    /// A call into the hypercall page.
    case page
    /// A jump into it: the iret call, which has no way back.
    case jump
    /// A call of the kernel's own function around the trap.
    case function
    /// A call or a jump by a register, into which the hypercall page's address went before.
    case indirect
    /// The trap itself.
    case syscall, int82
    /// The like of a guest in an HVM container; a PV guest gets #UD.
    case vmcall, vmmcall

    /// The instructions that trap into Xen: syscall, int with Xen's vector, vmcall and vmmcall; nil of
    /// any other.
    init?(trap one: Instruction, _ code: UnsafeRawBufferPointer, at offset: Int) {
      switch one.kind {
      case .syscall: self = .syscall
      case .vmcall: self = .vmcall
      case .vmmcall: self = .vmmcall
      case .int where code[offset + Int(one.length) - 1] == TrapInstruction.int82.bytes[1]:
        self = .int82
      default: return nil
      }
    }

    /// It is for guests in an HVM container.
    var isForContainers: Bool { self == .vmcall || self == .vmmcall }

    /// Whether a kernel of that width gets to Xen so: syscall is the trap of 64-bit PV guests, int
    /// 0x82 that of 32-bit ones. vmcall is looked at in any kernel.
    func leadsToXen(from mode: CodeMode, _ setting: KernelSetting) -> Bool {
      switch self {
      case .syscall: mode == .bits64 && setting == .pv
      case .int82: mode == .bits32 && setting == .pv
      default: true
      }
    }
  }

  /// Something wrong with it.
  public enum Problem: Sendable, Equatable {
    /// No release has such a call, or none has it for such a guest: -ENOSYS.
    case unknownNumber(Int)
    /// Other releases have the call, or other guests, and nothing in the kernel looks at the -ENOSYS
    /// that it gets.
    case absent(Int)
    /// It is not at the start of an entry.
    case middleOfEntry
    /// The iret call is called: its frame lies below a return address.
    case iretCalled
    /// A register that an argument is passed in holds what a call before left in it.
    case argumentLost(register: String, argument: String)
    /// Nothing was put into a register that an argument is passed in.
    case argumentUnset(register: String, argument: String)
    /// A register that the call destroys is read afterwards.
    case readAfter(register: String)
  }

  /// The region that it is in: its place in `CodeScan.regions`.
  public let region: Int
  /// Where it begins in the region, in bytes.
  public let offset: Int
  /// How it calls.
  public let way: Way
  /// The hypercall's number; nil when no constant can be seen.
  public let number: Int?
  /// What is wrong with it.
  public internal(set) var problems: [Problem]
  /// The release answers -ENOSYS, and the kernel looks at the answer.
  public internal(set) var isTried = false
  /// Something looks at the result.
  let isResultRead: Bool
}

extension HypercallSite.Problem {
  /// What suppressions call it.
  public var name: String {
    switch self {
    case .unknownNumber: "unknownNumber"
    case .middleOfEntry: "middleOfEntry"
    case .iretCalled: "iretCalled"
    case .absent: "absent"
    case .argumentLost: "argumentLost"
    case .argumentUnset: "argumentUnset"
    case .readAfter: "readAfter"
    }
  }

  /// All that there are.
  public static let names: Set<String> = [
    "unknownNumber", "absent", "middleOfEntry", "iretCalled", "argumentLost", "argumentUnset",
    "readAfter",
  ]
}

extension HypercallSite.Problem: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .unknownNumber(let number):
      "Xen has no hypercall \(number) for this kind of guest and answers -ENOSYS; look up the number"
    case .middleOfEntry: "it goes to the middle of an entry; entries have 32 bytes"
    case .iretCalled: "the iret call takes its frame from the stack's top; jump to it"
    case .argumentLost(let register, let argument):
      "\(register), the argument \(argument), still holds what an earlier call left in it; set it"
    case .absent(let number):
      "this release has no call \(number) for such a guest and answers -ENOSYS, which the kernel does "
        + "not look at"
    case .argumentUnset(let register, let argument):
      "nothing was put into \(register), the argument \(argument); set it"
        + (register == "r10" ? " (C passes its fourth argument in rcx)" : "")
    case .readAfter(let register):
      "\(register) is read afterwards, but the call destroys it; save it, or name it as clobbered"
    }
  }
}
