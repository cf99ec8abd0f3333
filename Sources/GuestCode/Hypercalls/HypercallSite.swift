// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Instructions

/// A place where a kernel makes a hypercall.
public struct HypercallSite: Sendable {
  /// How the hypercall is made.
  public enum Way: String, Sendable, CaseIterable, Encodable {
    /// A call into the hypercall page.
    case page
    /// A jump into the page: HYPERVISOR_iret, which does not return.
    case jump
    /// A call of a kernel function that contains the trap.
    case function
    /// A call or jump through a register that was loaded with an address in the hypercall page.
    case indirect
    /// The trap instruction itself.
    case syscall, int82
    /// The trap instruction of a guest in an HVM container; a PV guest gets #UD.
    case vmcall, vmmcall

    /// Recognizes the instructions that trap into Xen: syscall, int 0x82, vmcall and vmmcall. Fails
    /// for any other.
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

    /// Whether it is for guests in an HVM container.
    var isForContainers: Bool { self == .vmcall || self == .vmmcall }

    /// Whether it enters Xen from a kernel of that width: syscall is the trap of 64-bit PV guests,
    /// int 0x82 that of 32-bit ones. vmcall and vmmcall are examined in any kernel.
    func leadsToXen(from mode: CodeMode, _ setting: KernelSetting) -> Bool {
      switch self {
      case .syscall: mode == .bits64 && setting == .pv
      case .int82: mode == .bits32 && setting == .pv
      default: true
      }
    }
  }

  /// A problem of a hypercall.
  public enum Problem: Sendable, Equatable {
    /// No release has a hypercall of that number, or none has it for such a guest: it returns
    /// -ENOSYS.
    case unknownNumber(Int)
    /// Other releases or other kinds of guest have the hypercall, this one returns -ENOSYS, and the
    /// kernel never checks the result.
    case absent(Int)
    /// The target is not the start of an entry.
    case middleOfEntry
    /// HYPERVISOR_iret is called instead of jumped to, so a return address lies on top of its
    /// frame.
    case iretCalled
    /// An argument register still holds what an earlier hypercall left in it.
    case argumentLost(register: String, argument: String)
    /// Nothing was written to an argument register.
    case argumentUnset(register: String, argument: String)
    /// A register that the hypercall destroys is read afterwards.
    case readAfter(register: String)
  }

  /// The region that contains it, as an index into `CodeScan.regions`.
  public let region: Int
  /// Its offset in the region, in bytes.
  public let offset: Int
  /// How the hypercall is made.
  public let way: Way
  /// The hypercall number; nil if it is not a visible constant.
  public let number: Int?
  /// The problems that were found.
  public internal(set) var problems: [Problem]
  /// Whether the release returns -ENOSYS and the kernel checks for it.
  public internal(set) var isTried = false
  /// Whether the code reads the result.
  let isResultRead: Bool
}

extension HypercallSite.Problem {
  /// The name in suppressions.
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

  /// All names.
  public static let names: Set<String> = [
    "unknownNumber", "absent", "middleOfEntry", "iretCalled", "argumentLost", "argumentUnset",
    "readAfter",
  ]
}

extension HypercallSite.Problem: CustomStringConvertible {
  /// The problem and its fix.
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
