// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The content of a segment extends past the end of the file.
///
/// Loaders do not refuse it: the whole segment is silently left out, and the guest starts in zeros.
/// Usual causes are a full disk, an incomplete download, or `objcopy` or `dd` removing the end of
/// the file.
///
/// **Affected:** no loader refuses it; libxenguest and the dom0 builder (libelf, elf_load_image)
/// leave the segment out.
///
/// **Fix:** build or copy the file again; compare its size and its checksum.
///
/// ```
/// readelf -lW vmlinux; stat -c %s vmlinux
/// ```
public enum SegmentTruncated: Rule {
  public static let id = "segment-truncated"
  public static let severity: Severity = .error

  public static func check(_ subject: Subject) -> [Finding] {
    guard !subject.image.innermost.isPartial, let elf = subject.elf, let memory = subject.memory
    else { return [] }
    let size = UInt64(elf.bytes.count)
    return memory.segments.compactMap { segment in
      guard segment.fileSize > 0, segment.offset > size || segment.fileSize > size - segment.offset
      else { return nil }
      return finding(
        .pastEnd(segment, size), at: Place(segment: segment.index, offset: segment.offset))
    }
  }
}

extension Message {
  fileprivate static func pastEnd(_ segment: ElfFile.Segment, _ size: UInt64) -> Message {
    """
    \(hex(segment.fileSize)) bytes at offset \(hex(segment.offset)) of a file of \(hex(size)): \
    loaders leave the whole segment out without a word; the file is cut off, get it again
    """
  }
}
