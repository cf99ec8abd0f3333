// SPDX-License-Identifier: Apache-2.0

/// An ELF note of the owner "Xen", by which a kernel describes itself to a loader.
///
/// Source: public/elfnote.h; for how a loader interprets it, common/libelf/libelf-dominfo.c@4.17.
public struct XenNote: Sendable {
  /// The format of the descriptor.
  public enum Descriptor: String, Sendable {
    /// Characters, up to a NUL or the end of the descriptor.
    case string
    /// A little-endian number of 1, 2, 4 or 8 bytes; a loader reads any other size as 0.
    case number
    /// A virtual address, in the format of `number`.
    case address
    /// Pairs of numbers of the guest's word size.
    case numberPairs
    /// A bitmap in 32-bit words.
    case bitmap
    /// Up to three 32-bit numbers: alignment, minimum and maximum address.
    case relocation
    /// Opaque bytes (core dumps).
    case opaque
  }

  /// The type field of the note.
  public let number: UInt32
  /// The name in the header without its prefix: `ENTRY` for `XEN_ELFNOTE_ENTRY`.
  public let name: String
  /// The format of the descriptor.
  public let descriptor: Descriptor
  /// The first release that has it.
  public let since: XenRelease
  /// The purpose, in one sentence.
  public let meaning: String

  /// The valid values, if there are few; nil if any value is valid.
  ///
  /// A loader silently ignores any other value, or treats it as the first one
  /// (elf_xen_parse_note()).
  public var choices: [String]? {
    switch number {
    case Self.paeMode.number: ["yes", "no", "bimodal"]
    case Self.bsdSymtab.number: ["yes", "no"]
    case Self.suspendCancel.number, Self.modStartPfn.number: ["1", "0"]
    default: nil
    }
  }

  /// The macro in the header.
  public var macro: String { "XEN_ELFNOTE_" + name }

  /// The owner of the notes, without the terminating NUL.
  public static let owner = "Xen"

  /// A note of the model; the parameters have the meanings of the properties.
  public init(
    _ number: UInt32, _ name: String, _ descriptor: Descriptor, since: XenRelease, _ meaning: String
  ) {
    self.number = number
    self.name = name
    self.descriptor = descriptor
    self.since = since
    self.meaning = meaning
  }

  /// The note with this number; nil if the model does not have it.
  public static func number(_ number: UInt32) -> XenNote? { all.first { $0.number == number } }
}
