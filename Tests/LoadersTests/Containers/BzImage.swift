// SPDX-License-Identifier: Apache-2.0

import TestGuests

/// A bzImage around a payload, of which everything can be told wrong.
struct BzImage {
  var payload: [UInt8]
  var version: UInt16 = 0x020f
  var setupSectors: UInt8 = 4
  var magic = Array("HdrS".utf8)
  var payloadOffset: UInt32 = 0x20
  /// The true length when nil.
  var payloadLength: UInt32?
  var bootFlag: UInt16 = 0xaa55

  var bytes: [UInt8] {
    let start = (Int(setupSectors) + 1) * 512 + 0x20
    var file = [UInt8](repeating: 0, count: max(start, 0x260)) + payload
    func put(_ value: UInt64, size: Int, at place: Int) {
      file.replaceSubrange(place..<place + size, with: TestNote.number(value, size: size))
    }
    put(UInt64(setupSectors), size: 1, at: 0x1f1)
    put(UInt64(bootFlag), size: 2, at: 0x1fe)
    file.replaceSubrange(0x202..<0x206, with: magic)
    put(UInt64(version), size: 2, at: 0x206)
    put(UInt64(payloadOffset), size: 4, at: 0x248)
    put(UInt64(payloadLength ?? UInt32(payload.count)), size: 4, at: 0x24c)
    return file
  }
}
