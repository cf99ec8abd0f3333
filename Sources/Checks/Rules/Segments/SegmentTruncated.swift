// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// The content of a segment extends past the end of the file.
///
/// No loader refuses it. From 4.3 on (4.2.3, 4.1.6), libelf silently leaves the whole segment out,
/// and the guest executes zeros. Earlier releases read past the end of the file: the toolstack
/// crashes, or copies whatever is mapped there; so does the hypervisor. Usual causes are a full
/// disk, an incomplete download, or `objcopy` or `dd` removing the end of the file.
///
/// **Affected:** libxenguest and the dom0 builder (libelf, elf_load_image), as described.
///
/// **Fix:** build or copy the file again; compare its size and its checksum.
///
/// ```
/// readelf -lW vmlinux; stat -c %s vmlinux
/// ```
public enum SegmentTruncated: Rule {
  public static let id = "segment-truncated"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    commands: (
      #"printf '\0\0\0\20' | dd of=guest bs=1 seek=128 conv=notrunc status=none  # p_offset"#,
      ""
    ))

  public static func check(_ subject: Subject) -> [Finding] {
    guard !subject.image.innermost.isPartial, let elf = subject.elf, let memory = subject.memory
    else { return [] }
    let size = UInt64(elf.bytes.count)
    return memory.segments.compactMap { segment in
      guard segment.fileSize > 0, segment.offset > size || segment.fileSize > size - segment.offset
      else { return nil }
      return finding(
        .pastEnd(segment, size, subject.target.xen),
        at: Place(segment: segment.index, offset: segment.offset))
    }
  }
}

extension Message {
  fileprivate static func pastEnd(
    _ segment: ElfFile.Segment, _ size: UInt64, _ release: XenRelease
  ) -> Message {
    let consequence =
      release.checksImageBounds
      ? "loaders silently leave the whole segment out"
      : "the loaders of Xen \(release) read past the end of the file, and crash or copy what is there"
    return """
      \(hex(segment.fileSize)) bytes at offset \(hex(segment.offset)) of a file of \(hex(size)): \
      \(consequence); the file is truncated; get it again
      """
  }
}
