// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The PV entry is not executable code.
///
/// Loaders compare the entry with the kernel's first and last address as loaded, refuse one outside
/// ("ELF start or entries are out of bounds"), and accept anything in between, including the address
/// after the last byte. They do not check whether it is in a gap between segments, in data, or in
/// bss, which is filled with zeros: the guest is built and started, and dies at its first instruction
/// without any output.
///
/// **Affected:** the processor; libxenguest and the dom0 builder only if the entry is outside. Missing
/// PF_X flags alone do no harm today.
///
/// **Fix:** use the symbol, and let the linker check where it is:
///
/// ```
/// ENTRY(start)
/// ASSERT(start >= ADDR(.text) && start < ADDR(.text) + SIZEOF(.text), "start is not in .text")
/// ```
public enum EntryCode: Rule {
  public static let id = "entry-code"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning]
  public static let example = RuleExample(
    wrong: """
      NOTE ENTRY, .quad, hole
        .bss
      hole: .skip 16
      """,
    right: "NOTE ENTRY, .quad, start",
    without: [.entry])

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.claimsPV, let layout = subject.layout, let memory = subject.memory,
      let entry = subject.pv?.parameters.entry, subject.says(.entry) || layout.contains(entry),
      // link-address reports this case.
      !(layout.misplaces(entry) && !layout.contains(entry))
    else { return [] }
    let byte = memory.byte(at: layout.physical(entry))
    guard let fault = CodeFault(byte) else { return [] }
    var place = Place(note: XenNote.entry.name, address: entry)
    place.segment = byte?.segment.index
    place.section = byte?.section?.name
    place.symbol = byte?.symbol
    let atEnd = byte == nil && entry == layout.end
    return [
      finding(
        atEnd ? .atEnd(entry) : .notCode(entry, fault), at: place,
        fault.isDeadly ? .error : .warning)
    ]
  }
}

extension Message {
  fileprivate static func notCode(_ entry: UInt64, _ fault: CodeFault) -> Message {
    "ENTRY \(hex(entry)) is \(fault.words); point it at the first instruction"
  }

  fileprivate static func atEnd(_ entry: UInt64) -> Message {
    """
    ENTRY \(hex(entry)) is the kernel's end, after its last byte: loaders accept it, and the guest \
    dies at once; point it at the first instruction
    """
  }
}
