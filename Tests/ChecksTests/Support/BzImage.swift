// SPDX-License-Identifier: Apache-2.0

import TestGuests

/// A bzImage of one setup sector, whose payload is no more than its first bytes.
func bzImage(version: UInt16 = 0x20f, payload: [UInt8]) -> [UInt8] {
  var file = [UInt8](repeating: 0, count: 1024)
  func put(_ offset: Int, _ bytes: [UInt8]) {
    file.replaceSubrange(offset..<offset + bytes.count, with: bytes)
  }
  put(0x1f1, [1])
  put(0x1fe, [0x55, 0xaa])
  put(0x202, Array("HdrS".utf8))
  put(0x206, TestNote.number(UInt64(version), size: 2))
  put(0x211, [1])
  put(0x248, TestNote.number(0, size: 4))
  put(0x24c, TestNote.number(64, size: 4))
  return file + payload + [UInt8](repeating: 0, count: 64 - payload.count)
}
