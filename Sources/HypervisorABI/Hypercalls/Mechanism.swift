// SPDX-License-Identifier: Apache-2.0

/// A way into the hypervisor: how a guest of some kind makes a call.
///
/// Number, arguments and result are in the registers of `Hypercall.Caller.convention` in all of
/// them.
public struct Mechanism: Sendable, Equatable {
  /// What a guest does in place of a call.
  public enum Step: Sendable, Equatable {
    /// Calls the stub of that number in the page; only there the number need not be in a register.
    case callPage
    /// Executes the instruction.
    case trap(TrapInstruction)
    /// Executes `vmcall` or `vmmcall`, whichever this processor has.
    case trapByVendor
  }

  /// As `--entry` takes it.
  public let name: String
  /// What it is, in one line.
  public let summary: String
  /// The guests that can use it.
  public let callers: [Hypercall.Caller]
  /// What they do.
  public let step: Step
  /// The first release that lets them.
  public let since: XenRelease

  /// The instructions that may be the one that traps in the end.
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

  /// Registers beside those of the arguments that the guest must count as lost. The page's stubs
  /// keep what `syscall` destroys.
  public var clobbers: [String] {
    if case .trap(let instruction) = step { return instruction.destroys }
    return []
  }

  /// What guests of that kind have in that release, the usual one first.
  public static func all(
    for caller: Hypercall.Caller, in release: XenRelease
  ) -> [Mechanism] {
    all.filter { $0.callers.contains(caller) && $0.since <= release }
  }

  /// The mechanism of that name, for a guest of that kind.
  public static func named(_ name: String, for caller: Hypercall.Caller) -> Mechanism? {
    all.first { $0.name == name && $0.callers.contains(caller) }
  }

  /// What a PV guest does since there is a page.
  public static let page = Mechanism(
    name: "page", summary: "call the stub in the hypercall page",
    callers: [.pv32, .pv64], step: .callPage, since: .v3_0_2)

  /// Every one. Sources: public/arch-x86_32.h and arch-x86_64.h (2.0 to 3.0.2), xen/arch/x86/hvm/
  /// hvm.c@3.0.3, xen/arch/x86/pv/hypercall.c@4.17.
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
