// SPDX-License-Identifier: Apache-2.0

import GuestImage

extension ElfFile {
  /// The PT_NOTE segments that Xen looks into.
  var noteSegments: ArraySlice<Segment> {
    segments.filter { $0.isNote && $0.offset != 0 }.prefix(Self.mostNoteTables)
  }

  /// Segments or sections of notes; those beyond are not looked into.
  static let mostNoteTables = 16

  /// The section of notes that covers that offset of the file.
  func noteSection(at offset: UInt64) -> Section? {
    sections.prefix(Subject.mostSections).first {
      $0.hasContents && offset >= $0.offset && offset - $0.offset < $0.size
    }
  }
}

extension ElfFile.Segment {
  /// Whether that offset of the file is in it.
  func holds(_ position: UInt64) -> Bool { position >= offset && position - offset < fileSize }

  /// The byte behind the last, in memory.
  var physicalEnd: UInt64 { physicalAddress &+ memorySize }
}
