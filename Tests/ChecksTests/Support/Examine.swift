// SPDX-License-Identifier: Apache-2.0

import CElf
import Checks
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// What one rule says of a test guest that was changed a little. Each finding has a severity that the
/// rule declares.
func findings(
  _ rule: any Rule.Type, target: Target = Target(), _ change: (inout TestGuest) -> Void = { _ in }
) -> [Finding] {
  var guest = TestGuest()
  change(&guest)
  return findings(rule, of: guest, target: target)
}

func findings(
  _ rule: any Rule.Type, of guest: TestGuest, target: Target = Target()
) -> [Finding] {
  findings(rule, ofBytes: guest.build().bytes, target: target)
}

func findings(
  _ rule: any Rule.Type, ofBytes bytes: [UInt8], target: Target = Target()
) -> [Finding] {
  declared(rule, rule.check(subject(ofBytes: bytes, target: target)))
}

/// The findings, whose severities have to be those that the rule declares and `pvkit explain` names.
func declared(_ rule: any Rule.Type, _ findings: [Finding]) -> [Finding] {
  for finding in findings {
    #expect(rule.severities.contains(finding.severity), "\(rule.id): \(finding)")
  }
  return findings
}

/// The subject with nothing asked, which stands for everything.
func subject(
  ofBytes bytes: [UInt8], target: Target = Target(), verdicts: [Verdict] = []
) -> Subject {
  Subject(image: GuestImage(name: "test", file: Bytes(bytes)), target: target, verdicts: verdicts)
}

/// A verdict as a question: only mode and role count for rules.
func asked(_ mode: GuestMode, _ role: DomainRole) -> Verdict {
  Verdict(loader: "test", xen: .standard, mode: mode, role: role)
}

extension TestGuest {
  /// A second segment, of memory alone.
  mutating func addSegment(physical: UInt64, memory: UInt64, fileSize: UInt64 = 0) {
    var segment = Segment()
    segment.physicalAddress = physical
    segment.virtualAddress = TestGuest.base &+ physical
    segment.fileSize = fileSize
    segment.memorySize = memory
    segments.append(segment)
  }

  /// A second segment as Linux has it for per-CPU data: linked at 0, and loaded behind the first.
  mutating func addPerCPUSegment() {
    addSegment(physical: 0x20_0000, memory: 4096)
    segments[segments.count - 1].virtualAddress = 0
    segments[segments.count - 1].flags = UInt32(PF_R | PF_W)
  }
}

extension TestImage {
  /// Overwrites `count` bytes by a little-endian number.
  mutating func patch(_ offset: Int, _ value: UInt64, count: Int = 8) {
    bytes.replaceSubrange(offset..<offset + count, with: TestNote.number(value, size: count))
  }

  /// Overwrites p_align of the last program header (ELF64), which is PT_NOTE's.
  mutating func setNoteAlignment(_ alignment: UInt64) {
    patch(segments.upperBound - MemoryLayout<UInt64>.size, alignment)
  }

  /// Overwrites fields of the note section's header (ELF64, the third).
  mutating func changeNoteSection(
    flags: UInt64? = nil, address: UInt64? = nil, offset: UInt64? = nil, size: UInt64? = nil
  ) {
    let start = sections.lowerBound + 2 * MemoryLayout<Elf64_Shdr>.size
    for (place, value) in [(8, flags), (16, address), (24, offset), (32, size)] {
      if let value { patch(start + place, value) }
    }
  }
}
