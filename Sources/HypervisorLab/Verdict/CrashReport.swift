// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// A register dump of Xen: what died where, the cause, and the registers.
///
/// Source: show_registers and _show_registers (arch/x86/x86_64/traps.c@4.17), show_guest_stack
/// (arch/x86/traps.c@4.17).
public struct CrashReport: Sendable, Equatable {
  /// A register in the dump.
  public struct Register: Sendable, Equatable {
    /// Xen's name in lower case: `rip`, `rflags`, `cr2`, `fsb`.
    public let name: String
    /// The value at the crash.
    public let value: UInt64
  }

  /// `pv guest`, `hvm guest` or `hypervisor`.
  public let context: String
  /// The vCPU, such as `d0v0`; nil if Xen does not say.
  public let vcpu: String?
  /// Xen's messages about the fault before the dump.
  public let causes: [String]
  /// The registers in the order of the dump, the instruction pointer and the flags first.
  public let registers: [Register]
  /// The words on the stack, from the stack pointer upwards.
  public let stack: [UInt64]
  /// The place of the instruction pointer in the image, such as `symbol+0x12`; nil if there is no
  /// symbol.
  public private(set) var place: String?

  /// The virtual address of the crash; nil if the dump has none.
  public var instructionPointer: UInt64? { self["rip"] }

  /// The value of a register; nil if the dump does not have it.
  public subscript(register: String) -> UInt64? {
    registers.first { $0.name == register }?.value
  }

  /// The same report with the instruction pointer looked up.
  func located(in elf: ElfFile) -> CrashReport {
    var report = self
    report.place = instructionPointer.flatMap(elf.symbol).map {
      "\($0.name)+\(hex($0.offset))"
    }
    return report
  }

  /// Parses the last dump in Xen's log; fails if there is none.
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
