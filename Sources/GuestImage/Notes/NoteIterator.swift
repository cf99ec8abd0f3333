// SPDX-License-Identifier: Apache-2.0

/// The alignment to which a reader of notes rounds up the sizes of name and descriptor.
public enum NoteAlignment: UInt64, Sendable {
  /// 4 bytes. All readers use it for ELF32; Linux and Xen also for ELF64
  /// (common/libelf/libelf-tools.c@4.17, elf_note_next).
  case four = 4
  /// 8 bytes. binutils and others use it for a segment or section with an alignment of 8, because
  /// of `.note.gnu.property`.
  case eight = 8
}

/// A defect in a table of notes, at which reading stops.
public struct NoteDefect: Sendable, Equatable {
  /// The table with the defect.
  public let origin: NoteRecord.Origin
  /// The offset in the kernel, in bytes.
  public let offset: UInt64
  /// What is wrong, in a few words.
  public let what: String
}

/// Iterates over a table of notes, within its bounds. It ends at the first note that does not fit,
/// and `defect` then has the reason. A note of which only the descriptor is truncated is still
/// returned, as the last one.
public struct NoteIterator: IteratorProtocol {
  private static let headerSize: UInt64 = 12

  private let bytes: Bytes
  private let origin: NoteRecord.Origin
  private let base: UInt64
  private let alignment: NoteAlignment
  private let isBigEndian: Bool
  private var position: UInt64 = 0
  /// The reason why the iteration stopped early; nil if it did not.
  public private(set) var defect: NoteDefect?

  /// - Parameters:
  ///   - bytes: the bytes of the segment or section.
  ///   - origin: the table that the notes belong to.
  ///   - base: the offset of the bytes in the kernel.
  ///   - alignment: the alignment that the reader uses.
  ///   - isBigEndian: whether numbers are big-endian.
  public init(
    _ bytes: Bytes, origin: NoteRecord.Origin, base: UInt64, alignment: NoteAlignment = .four,
    isBigEndian: Bool = false
  ) {
    self.bytes = bytes
    self.origin = origin
    self.base = base
    self.alignment = alignment
    self.isBigEndian = isBigEndian
  }

  /// The next note; nil at the end or at a defect.
  public mutating func next() -> NoteRecord? {
    guard defect == nil, position < UInt64(bytes.count) else { return nil }
    let start = position
    guard let nameSize = word(start), let size = word(start + 4), let type = word(start + 8) else {
      return stop(at: start, "the note's header is cut off")
    }
    let nameStart = start + Self.headerSize
    guard let name = bytes.slice(at: nameStart, count: UInt64(nameSize)) else {
      return stop(at: start, "the note's name of \(nameSize) bytes is cut off")
    }
    let from = start + rounded(Self.headerSize + UInt64(nameSize))
    let descriptor = bytes.slice(at: from, count: UInt64(size))
    if descriptor == nil {
      stop(at: start, "the note's descriptor of \(size) bytes is cut off")
    }
    position = from + rounded(UInt64(size))
    return NoteRecord(
      origin: origin, offset: base + start, name: name, type: type,
      descriptor: descriptor ?? bytes.suffix(from: from) ?? bytes.end,
      descriptorOffset: base + from, descriptorSize: size, isBigEndian: isBigEndian)
  }

  private func word(_ offset: UInt64) -> UInt32? {
    bytes.integer(at: offset, bigEndian: isBigEndian)
  }

  private func rounded(_ size: UInt64) -> UInt64 {
    (size + alignment.rawValue - 1) & ~(alignment.rawValue - 1)
  }

  @discardableResult
  private mutating func stop(at offset: UInt64, _ what: String) -> NoteRecord? {
    defect = NoteDefect(origin: origin, offset: base + offset, what: what)
    return nil
  }
}
