// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// A segment has more bytes in the file than in memory (p_memsz < p_filesz).
///
/// ELF forbids it. The dom0 builder fails to load the kernel; the toolstack marks the image as
/// broken, leaves the segment out and continues. The usual cause is a post-processing tool that
/// enlarged a section and updated only one of the two fields.
///
/// **Affected:** the dom0 builder ("Failed to load the kernel binary"); libxenguest accepts the
/// image.
///
/// **Fix:** set p_memsz to at least p_filesz, preferably by linking again.
///
/// ```
/// readelf -lW vmlinux    # FileSiz must not exceed MemSiz
/// ```
public enum SegmentSizes: Rule {
  public static let id = "segment-sizes"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    commands: (
      #"printf '\1\0\0\0\0\0\0\0' | dd of=guest bs=1 seek=104 conv=notrunc status=none"#,
      ""
    ))

  public static func check(_ subject: Subject) -> [Finding] {
    guard let memory = subject.memory else { return [] }
    return memory.segments.filter { $0.memorySize < $0.fileSize }.map {
      finding(.tooSmall($0), at: Place(segment: $0.index, offset: $0.offset))
    }
  }
}

extension Message {
  fileprivate static func tooSmall(_ segment: ElfFile.Segment) -> Message {
    """
    p_memsz \(hex(segment.memorySize)) is less than p_filesz \(hex(segment.fileSize)): it \
    cannot be a dom0, and the toolstack leaves the segment out; link again
    """
  }
}
