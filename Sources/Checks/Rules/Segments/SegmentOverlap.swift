// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// Two segments have the same physical memory.
///
/// Loaders copy the segments in the order of the headers without further checks: the later one
/// overwrites the earlier, and its zeroed part clears what was there. The kernel boots as long as
/// the lost part is not used.
///
/// **Affected:** no loader; both accept the image.
///
/// **Fix:** let the location counter advance, and derive AT() from it:
///
/// ```
/// .text : AT(ADDR(.text) - VIRT_BASE) { *(.text) } :text
/// . = ALIGN(4096);
/// .data : AT(ADDR(.data) - VIRT_BASE) { *(.data) } :data
/// ```
public enum SegmentOverlap: Rule {
  public static let id = "segment-overlap"
  public static let severity: Severity = .warning
  public static let example = RuleExample(
    commands: (
      #"printf '\0\0\20' | dd of=guest bs=1 seek=144 conv=notrunc status=none  # p_paddr"#,
      ""
    ))

  public static func check(_ subject: Subject) -> [Finding] {
    guard let memory = subject.memory else { return [] }
    let sorted = memory.segments.filter { $0.memorySize > 0 }
      .sorted { ($0.physicalAddress, $0.index) < ($1.physicalAddress, $1.index) }
    var findings: [Finding] = []
    guard var furthest = sorted.first else { return [] }
    for segment in sorted.dropFirst() {
      if segment.physicalAddress < furthest.physicalEnd {
        let place = Place(segment: segment.index, address: segment.physicalAddress)
        findings.append(finding(.overlap(segment, furthest), at: place))
      }
      if segment.physicalEnd > furthest.physicalEnd { furthest = segment }
    }
    return findings
  }
}

extension Message {
  fileprivate static func overlap(
    _ segment: ElfFile.Segment, _ other: ElfFile.Segment
  ) -> Message {
    let end = min(segment.physicalEnd, other.physicalEnd)
    return """
      segments \(other.index) and \(segment.index) share the physical addresses \
      \(hex(segment.physicalAddress)) to \(hex(end)): the later header overwrites the earlier; move \
      one of them
      """
  }
}
