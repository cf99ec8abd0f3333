// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The layout of an entry in a table that points into code. Linux has changed its tables often, and
/// no table says which layout it has, so the layout is chosen by which every entry points to code.
struct EntryFormat: Sendable {
  /// Bytes of an entry.
  let stride: Int
  /// Bytes of a pointer.
  let pointer: Int
  /// Whether a pointer is the 32-bit distance from its own address.
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

  /// The first of the layouts by which every entry of the table points to code.
  ///
  /// - Parameters:
  ///   - formats: the candidates, in order of preference.
  ///   - table: the table's bytes.
  ///   - address: the address of the table.
  ///   - pointers: the number of code pointers at the start of an entry.
  ///   - code: the addresses of code.
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
