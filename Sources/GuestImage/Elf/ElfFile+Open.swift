// SPDX-License-Identifier: Apache-2.0

extension ElfFile {
  /// Reads the headers and notes of an ELF file; nothing else is read.
  ///
  /// - Parameters:
  ///   - bytes: the ELF file.
  ///   - name: the image's name, for the error.
  ///   - isPartial: whether `bytes` are only the beginning of the file, without section headers.
  /// - Throws: `ImageError` if libelf rejects the file, or a header table is out of bounds.
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
