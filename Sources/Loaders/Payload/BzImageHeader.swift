// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Linux's setup header as loaders read it, without trusting any field (Documentation/x86/boot;
/// x86/bzimage.c@4.17, struct setup_header).
struct BzImageHeader {
  /// The minimum size of a file, in bytes, for loaders to look for the header.
  static let size: UInt64 = 0x250
  static let oldestVersion: UInt16 = 0x0208

  let version: UInt16
  /// The offset of the payload from the start of the file.
  let payloadOffset: UInt64
  let payloadLength: UInt64

  /// Nil if the file is too small or does not have "HdrS".
  init?(_ blob: KernelBlob) {
    guard blob.size >= BzImageHeader.size,
      blob.unsigned(at: 0x202, count: 4) == BzImageHeader.magic,
      let sectors = blob.unsigned(at: 0x1f1, count: 1),
      let version = blob.unsigned(at: 0x206, count: 2),
      let offset = blob.unsigned(at: 0x248, count: 4),
      let length = blob.unsigned(at: 0x24c, count: 4)
    else { return nil }
    self.version = UInt16(version)
    // Loaders do not treat 0 sectors as 4, unlike the boot protocol.
    payloadOffset = (sectors + 1) * 512 + offset
    payloadLength = length
  }

  /// "HdrS" as a little-endian number.
  private static let magic: UInt64 = 0x5372_6448
}
