// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// How the entries of a table that points into code are laid out. Linux changed its tables often,
/// and no table tells its own layout: the one counts by which every entry points to code.
struct EntryFormat: Sendable {
  /// Bytes of an entry.
  let stride: Int
  /// Bytes of a pointer; 4 when it is the distance from where it stands.
  let pointer: Int
  let isRelative: Bool

  static func relative(_ stride: Int) -> EntryFormat {
    EntryFormat(stride: stride, pointer: 4, isRelative: true)
  }

  static func absolute(_ stride: Int, _ width: ElfFile.Width) -> EntryFormat {
    EntryFormat(stride: stride, pointer: width.rawValue / 8, isRelative: false)
  }

  /// The pointer at that offset of a table at `address`.
  func target(_ table: Bytes, at offset: Int, _ address: UInt64) -> UInt64? {
    guard isRelative else { return table.word(at: offset, pointer == 8 ? .bits64 : .bits32) }
    return table.integer(at: UInt64(offset), as: Int32.self).map {
      address &+ UInt64(offset) &+ UInt64(bitPattern: Int64($0))
    }
  }

  /// The first of the formats by which the table is one of pointers to code.
  ///
  /// - Parameter pointers: how many pointers to code an entry begins with.
  static func fitting(
    _ formats: [EntryFormat], _ table: Bytes, at address: UInt64, pointers: Int,
    _ code: CodeAddresses
  ) -> EntryFormat? {
    formats.first { format in
      guard table.count > 0, table.count % format.stride == 0 else { return false }
      return Swift.stride(from: 0, to: table.count, by: format.stride).allSatisfy { start in
        (0..<pointers).allSatisfy { index in
          format.target(table, at: start + index * format.pointer, address)
            .map(code.contains) ?? false
        }
      }
    }
  }
}
