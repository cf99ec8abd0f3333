// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// The value of a Xen note's descriptor, by the rules of its type.
public enum NoteValue: Sendable, Equatable {
  case string(String)
  case features(FeatureList)
  case number(UInt64)
  /// A virtual address.
  case address(UInt64)
  /// Pairs of mask and value, as in L1_MFN_VALID.
  case pairs([Pair])
  /// The numbers of the feature bits that are set, in ascending order.
  case bits([Int])
  /// Alignment, minimum and maximum address, as many of them as the note has.
  case relocation([UInt32])
  /// Bytes that loaders do not interpret.
  case opaque(count: Int)
  /// A descriptor with a size, in bytes, that is invalid for the type.
  case wrongSize(Int)

  /// A test for a valid entry of the lowest page table: `entry & mask == value`.
  public struct Pair: Sendable, Equatable {
    /// The bits to compare.
    public let mask: UInt64
    /// Their values in a valid entry.
    public let value: UInt64
  }
}

extension NoteRecord {
  /// The descriptor as text, up to its first NUL or its end; invalid UTF-8 is replaced.
  public var string: String { descriptor.string(at: 0, most: descriptor.count) }

  /// The descriptor as a number; nil unless its size is 1, 2, 4 or 8 bytes.
  public var number: UInt64? {
    switch descriptor.count {
    case 1: integer(UInt8.self)
    case 2: integer(UInt16.self)
    case 4: integer(UInt32.self)
    case 8: integer(UInt64.self)
    default: nil
    }
  }

  private func integer<T: FixedWidthInteger & BitwiseCopyable & UnsignedInteger>(
    _ type: T.Type, at offset: Int = 0
  ) -> UInt64? {
    descriptor.integer(at: UInt64(offset), as: type, bigEndian: isBigEndian).map { UInt64($0) }
  }

  private func integers<T: FixedWidthInteger & BitwiseCopyable & UnsignedInteger>(
    _ type: T.Type
  ) -> [T]? {
    let size = MemoryLayout<T>.size
    guard descriptor.count % size == 0 else { return nil }
    return stride(from: 0, to: descriptor.count, by: size).compactMap {
      descriptor.integer(at: UInt64($0), as: type, bigEndian: isBigEndian)
    }
  }

  /// The value of the descriptor; nil if this is not a Xen note, or the model does not have its
  /// type.
  ///
  /// - Parameter width: the guest's word size, which determines the size of pairs.
  public func value(width: ElfFile.Width) -> NoteValue? {
    guard let note else { return nil }
    let bad = NoteValue.wrongSize(descriptor.count)
    switch note.descriptor {
    case .string:
      return note.number == XenNote.features.number
        ? .features(FeatureList(string)) : .string(string)
    case .number: return number.map { .number($0) } ?? bad
    case .address: return number.map { .address($0) } ?? bad
    case .numberPairs: return pairs(width) ?? bad
    case .bitmap: return bits ?? bad
    case .relocation:
      guard descriptor.count <= 12, let words = integers(UInt32.self) else { return bad }
      return .relocation(words)
    case .opaque: return .opaque(count: descriptor.count)
    }
  }

  private func pairs(_ width: ElfFile.Width) -> NoteValue? {
    let words =
      width == .bits64
      ? integers(UInt64.self) : integers(UInt32.self)?.map { UInt64($0) }
    guard let words, words.count % 2 == 0 else { return nil }
    return .pairs(
      stride(from: 0, to: words.count, by: 2).map {
        NoteValue.Pair(mask: words[$0], value: words[$0 + 1])
      })
  }

  private var bits: NoteValue? {
    guard let words = integers(UInt32.self) else { return nil }
    return .bits(
      words.enumerated().flatMap { index, word in
        (0..<32).filter { word >> $0 & 1 != 0 }.map { index * 32 + $0 }
      })
  }
}

extension NoteValue: CustomStringConvertible {
  public var description: String {
    switch self {
    case .string(let text): text
    case .features(let list): list.description
    case .number(let number): "\(number)"
    case .address(let address): hex(address)
    case .pairs(let pairs):
      pairs.map { "mask \(hex($0.mask)) value \(hex($0.value))" }
        .joined(separator: ", ")
    case .bits(let bits):
      bits.map { bit in XenFeature.all.first { $0.bit == bit }?.name ?? "bit \(bit)" }
        .joined(separator: " ")
    case .relocation(let words):
      zip(["alignment", "least", "greatest"], words)
        .map { "\($0) \(hex(UInt64($1)))" }.joined(separator: ", ")
    case .opaque(let count): "\(count) bytes"
    case .wrongSize(let count): "a descriptor of \(count) bytes, which this type does not have"
    }
  }
}
