// SPDX-License-Identifier: Apache-2.0

@testable import GuestImage

/// A bzImage for tests: setup code of zeros, the header that loaders read, a payload.
struct BzImageBuilder {
  var payload: [UInt8]
  var setupSectors: UInt8 = 2
  var version: UInt16 = 0x020f
  /// From the end of the setup code.
  var payloadOffset: UInt32 = 0x40

  func build() -> [UInt8] {
    let start = (Int(setupSectors == 0 ? 4 : setupSectors) + 1) * 512 + Int(payloadOffset)
    var file = ByteWriter()
    file.pad(to: start)
    file.bytes[0x1f1] = setupSectors
    file.bytes.set(UInt16(0xaa55), at: 0x1fe)
    file.bytes.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
    file.bytes.set(version, at: 0x206)
    file.bytes.set(payloadOffset, at: 0x248)
    file.bytes.set(UInt32(payload.count), at: 0x24c)
    file.put(payload)
    return file.bytes
  }

  /// As Linux's build packs it: the stream, then its unpacked size where the stream has none.
  static func packing(_ kernel: [UInt8], with compression: Compression) throws -> BzImageBuilder {
    BzImageBuilder(payload: try payload(kernel, compression))
  }

  static func payload(_ kernel: [UInt8], _ compression: Compression) throws -> [UInt8] {
    var writer = ByteWriter(bytes: try Packer.pack(kernel, compression))
    if compression != .gzip { writer.put(UInt32(kernel.count)) }
    return writer.bytes
  }
}
