// SPDX-License-Identifier: Apache-2.0

import GuestImage

extension ElfFile {
  /// The PT_NOTE segments that Xen reads: it skips those with a p_offset of 0.
  var noteSegments: ArraySlice<Segment> {
    segments.filter { $0.isNote && $0.offset != 0 }.prefix(Self.mostNoteTables)
  }

  /// The maximum number of segments or sections of notes to read.
  static let mostNoteTables = 16

  /// The section that contains an offset of the file; nil if there is none.
  func noteSection(at offset: UInt64) -> Section? {
    sections.prefix(Subject.mostSections).first {
      $0.hasContents && offset >= $0.offset && offset - $0.offset < $0.size
    }
  }
}

extension ElfFile.Segment {
  /// Whether the segment contains an offset of the file.
  func holds(_ position: UInt64) -> Bool { position >= offset && position - offset < fileSize }

  /// The physical end address: of the byte after the last one in memory.
  var physicalEnd: UInt64 { physicalAddress &+ memorySize }
}
