// SPDX-License-Identifier: Apache-2.0

extension ElfFile {
  /// Reads the headers and the notes of an ELF; nothing else of it is touched.
  ///
  /// - Parameters:
  ///   - name: the image's, for the error.
  ///   - isPartial: `bytes` are the front of an ELF, so the section headers are not there.
  /// - Throws: when libelf refuses it, or one of the header tables lies outside it.
  public init(_ bytes: Bytes, name: String, isPartial: Bool = false) throws(ImageError) {
    let reader = try ElfReader(bytes, name: name)
    self.bytes = bytes
    header = reader.header
    segments = try reader.segments()
    sections = isPartial ? [] : try reader.sections()
    noteTable = NoteTable(
      bytes, segments: segments, sections: sections, isBigEndian: reader.header.isBigEndian)
  }
}
