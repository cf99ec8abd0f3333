// SPDX-License-Identifier: Apache-2.0

/// Notes for tests, byte by byte.
enum Notes {
  static func note(
    _ type: UInt32, _ descriptor: [UInt8], owner: [UInt8] = Array("Xen\0".utf8),
    alignment: Int = 4, isBigEndian: Bool = false
  ) -> [UInt8] {
    var note = ByteWriter(isBigEndian: isBigEndian)
    note.put(UInt32(owner.count))
    note.put(UInt32(descriptor.count))
    note.put(type)
    note.put(owner)
    note.align(alignment)
    note.put(descriptor)
    note.align(alignment)
    return note.bytes
  }

  static func string(_ type: UInt32, _ text: String) -> [UInt8] {
    note(type, Array(text.utf8) + [0])
  }

  static func number(_ type: UInt32, _ number: UInt64) -> [UInt8] {
    var descriptor = ByteWriter()
    descriptor.put(number)
    return note(type, descriptor.bytes)
  }
}
