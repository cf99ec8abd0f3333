// SPDX-License-Identifier: Apache-2.0

/// A mechanism by which a kind of guest makes a hypercall.
///
/// In all mechanisms, number, arguments and result are in the registers of
/// `Hypercall.Caller.convention`.
public struct Mechanism: Sendable, Equatable {
  /// What the guest's code does to enter Xen.
  public enum Step: Sendable, Equatable {
    /// Calls the stub for the number in the page. Only here the number need not be in a register.
    case callPage
    /// Executes one instruction.
    case trap(TrapInstruction)
    /// Executes `vmcall` or `vmmcall`, depending on the processor.
    case trapByVendor
  }

  /// The name, as `--entry` takes it.
  public let name: String
  /// A description in one line.
  public let summary: String
  /// The kinds of guest that can use it.
  public let callers: [Hypercall.Caller]
  /// What the guest's code does.
  public let step: Step
  /// The first release that supports it.
  public let since: XenRelease

  /// The instructions that may finally enter Xen.
  public func traps(for caller: Hypercall.Caller) -> [TrapInstruction] {
    switch step {
    case .trap(let instruction): [instruction]
    case .callPage, .trapByVendor:
      switch caller {
      case .pv32: [.int82]
      case .pv64: [.syscall]
      case .hvm32, .hvm64: [.vmcall, .vmmcall]
      }
    }
  }

  /// The registers, besides those of the arguments, that the guest must treat as overwritten. The
  /// stubs of the page save what `syscall` overwrites.
  public var clobbers: [String] {
    if case .trap(let instruction) = step { return instruction.destroys }
    return []
  }

  /// The mechanisms of a kind of guest in a release, the usual one first.
  public static func all(
    for caller: Hypercall.Caller, in release: XenRelease
  ) -> [Mechanism] {
    all.filter { $0.callers.contains(caller) && $0.since <= release }
  }

  /// The mechanism with this name for a kind of guest.
  public static func named(_ name: String, for caller: Hypercall.Caller) -> Mechanism? {
    all.first { $0.name == name && $0.callers.contains(caller) }
  }

  /// The usual mechanism of PV guests since the hypercall page exists.
  public static let page = Mechanism(
    name: "page", summary: "call the stub in the hypercall page",
    callers: [.pv32, .pv64], step: .callPage, since: .v3_0_2)

  /// All mechanisms. Sources: public/arch-x86_32.h and arch-x86_64.h (2.0 to 3.0.2),
  /// xen/arch/x86/hvm/hvm.c@3.0.3, xen/arch/x86/pv/hypercall.c@4.17.
  public static let all: [Mechanism] = [
    .page,
    .init(
      name: "page", summary: "call the stub in the hypercall page that an MSR asked for",
      callers: [.hvm32, .hvm64], step: .callPage, since: .v3_0_3),
    .init(
      name: "direct", summary: "execute int 0x82",
      callers: [.pv32], step: .trap(.int82), since: .v2_0),
    .init(
      name: "direct", summary: "execute syscall",
      callers: [.pv64], step: .trap(.syscall), since: .v3_0_0),
    .init(
      name: "direct", summary: "execute vmcall or vmmcall, as the processor's vendor asks",
      callers: [.hvm32, .hvm64], step: .trapByVendor, since: .v3_0_3),
    .init(
      name: "vmcall", summary: "execute vmcall: Intel's VT only",
      callers: [.hvm32, .hvm64], step: .trap(.vmcall), since: .v3_0_3),
    .init(
      name: "vmmcall", summary: "execute vmmcall: AMD's SVM only",
      callers: [.hvm32, .hvm64], step: .trap(.vmmcall), since: .v3_0_3),
  ]
}
