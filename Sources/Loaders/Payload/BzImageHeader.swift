// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The Linux setup header as loaders read it: no field is believed
/// (Documentation/x86/boot; x86/bzimage.c@4.17, struct setup_header).
struct BzImageHeader {
  /// Bytes that a file must have for loaders to look for the header at all.
  static let size: UInt64 = 0x250
  static let oldestVersion: UInt16 = 0x0208

  let version: UInt16
  /// Of the payload, from the start of the file.
  let payloadOffset: UInt64
  let payloadLength: UInt64

  /// nil when the file is too small or has no "HdrS".
  init?(_ blob: KernelBlob) {
    guard blob.size >= BzImageHeader.size,
      blob.unsigned(at: 0x202, count: 4) == BzImageHeader.magic,
      let sectors = blob.unsigned(at: 0x1f1, count: 1),
      let version = blob.unsigned(at: 0x206, count: 2),
      let offset = blob.unsigned(at: 0x248, count: 4),
      let length = blob.unsigned(at: 0x24c, count: 4)
    else { return nil }
    self.version = UInt16(version)
    // Loaders do not read 0 sectors as 4.
    payloadOffset = (sectors + 1) * 512 + offset
    payloadLength = length
  }

  /// "HdrS" as a little-endian number.
  private static let magic: UInt64 = 0x5372_6448
}
