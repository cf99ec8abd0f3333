// SPDX-License-Identifier: Apache-2.0

/// An ELF note of the owner "Xen": how a kernel tells a loader what it is.
///
/// Source: public/elfnote.h; what a loader makes of it: common/libelf/libelf-dominfo.c@4.17.
public struct XenNote: Sendable {
  /// What the descriptor holds.
  public enum Descriptor: String, Sendable {
    /// Characters up to a NUL or the descriptor's end.
    case string
    /// A little-endian number of 1, 2, 4 or 8 bytes; of any other size a loader reads 0.
    case number
    /// The like, and a virtual address.
    case address
    /// Pairs of numbers, each of the guest's word size.
    case numberPairs
    /// A bitmap in 32-bit words.
    case bitmap
    /// Three 32-bit numbers at most: alignment, least and greatest address.
    case relocation
    /// Opaque bytes (core dumps).
    case opaque
  }

  /// The note's type field.
  public let number: UInt32
  /// The header's name without its prefix: `ENTRY` of `XEN_ELFNOTE_ENTRY`.
  public let name: String
  /// What kind of value it has.
  public let descriptor: Descriptor
  /// The release that brought it.
  public let since: XenRelease
  /// What it is for, in one sentence.
  public let meaning: String

  /// Its values, where there are few; nil where it may be any.
  ///
  /// A loader silently ignores any other (elf_xen_parse_note()), or takes it for the
  /// first of them.
  public var choices: [String]? {
    switch number {
    case Self.paeMode.number: ["yes", "no", "bimodal"]
    case Self.bsdSymtab.number: ["yes", "no"]
    case Self.suspendCancel.number, Self.modStartPfn.number: ["1", "0"]
    default: nil
    }
  }

  /// The name as the header spells it.
  public var macro: String { "XEN_ELFNOTE_" + name }

  /// The owner that the notes bear, without the closing NUL.
  public static let owner = "Xen"

  public init(
    _ number: UInt32, _ name: String, _ descriptor: Descriptor, since: XenRelease, _ meaning: String
  ) {
    self.number = number
    self.name = name
    self.descriptor = descriptor
    self.since = since
    self.meaning = meaning
  }

  /// The note of that number, if the model knows it.
  public static func number(_ number: UInt32) -> XenNote? { all.first { $0.number == number } }
}
