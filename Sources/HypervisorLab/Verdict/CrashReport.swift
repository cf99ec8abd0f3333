// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// A register dump of Xen's: who died where, of what, and the registers.
///
/// Source: show_registers and _show_registers (arch/x86/x86_64/traps.c@4.17), show_guest_stack
/// (arch/x86/traps.c@4.17).
public struct CrashReport: Sendable, Equatable {
  /// A register in the dump.
  public struct Register: Sendable, Equatable {
    /// As Xen spells it: `rip`, `rflags`, `cr2`, `fsb`.
    public let name: String
    /// As it was when the guest died.
    public let value: UInt64
  }

  /// `pv guest`, `hvm guest` or `hypervisor`.
  public let context: String
  /// `d0v0`; nil when Xen does not say.
  public let vcpu: String?
  /// What Xen said of the fault before the dump.
  public let causes: [String]
  /// In the order of the dump, the instruction pointer and the flags first.
  public let registers: [Register]
  /// The words on the stack, from the stack pointer up.
  public let stack: [UInt64]
  /// Where the instruction pointer is in the image: `symbol+0x12`; nil when no symbol is there.
  public private(set) var place: String?

  /// A virtual address; nil when the dump has none.
  public var instructionPointer: UInt64? { self["rip"] }

  /// The register of that name; nil when the dump has none.
  public subscript(register: String) -> UInt64? {
    registers.first { $0.name == register }?.value
  }

  /// The like, with the instruction pointer looked up.
  func located(in elf: ElfFile) -> CrashReport {
    var report = self
    report.place = instructionPointer.flatMap(elf.symbol).map {
      "\($0.name)+\(hex($0.offset))"
    }
    return report
  }

  /// The last dump in Xen's log; nil when there is none.
  public init?(in log: [String]) {
    guard let header = log.lastIndex(where: { $0.hasPrefix("----[ Xen-") }) else { return nil }
    let dump = log[(header + 1)...]
    let end = dump.firstIndex(where: CrashDump.endsRegisters) ?? dump.endIndex
    let lines = dump[..<end]
    registers = lines.flatMap(CrashDump.registers)
    guard registers.contains(where: { $0.name == "rip" }) else { return nil }
    (context, vcpu) = lines.lazy.compactMap(CrashDump.context).first ?? ("", nil)
    causes = CrashDump.causes(before: header, in: log)
    stack = CrashDump.stack(after: end, in: log)
  }
}
