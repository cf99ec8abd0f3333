// SPDX-License-Identifier: Apache-2.0

/// The fields of Linux's setup header that loaders read (Documentation/x86/boot). Offsets are from
/// the start of the file.
public struct LinuxSetupHeader: Sendable {
  /// 0x1f1: the number of sectors of setup code; 0 means 4.
  public let setupSectors: UInt8
  /// 0x206: the version of the boot protocol; 0x020f is 2.15.
  public let version: UInt16
  /// 0x248, since 2.08: the payload's offset from the end of the setup code, in bytes.
  public let payloadOffset: UInt32
  /// 0x24c, since 2.08: the payload's size, in bytes.
  public let payloadLength: UInt32

  /// The first version of the protocol that has the payload's offset and size.
  public static let versionWithPayload: UInt16 = 0x0208
  /// The size of the file up to the end of the last of these fields.
  public static let byteCount: UInt64 = 0x250

  /// Whether `file` has `HdrS` at 0x202. Loaders do not check anything else, such as the boot
  /// sector's signature at 0x1fe.
  public static func isPresent(in file: Bytes) -> Bool {
    file.slice(at: 0x202, count: 4)?.starts(with: Array("HdrS".utf8)) == true
  }

  /// Parses the header; nil if the file ends inside it. Before 2.08 the fields of the payload do
  /// not exist and are set to 0.
  public init?(_ file: Bytes) {
    guard let sectors: UInt8 = file.integer(at: 0x1f1),
      let version: UInt16 = file.integer(at: 0x206)
    else { return nil }
    setupSectors = sectors
    self.version = version
    guard version >= Self.versionWithPayload else {
      payloadOffset = 0
      payloadLength = 0
      return
    }
    guard let offset: UInt32 = file.integer(at: 0x248),
      let length: UInt32 = file.integer(at: 0x24c)
    else { return nil }
    payloadOffset = offset
    payloadLength = length
  }

  /// The payload's offset from the start of the file, by the boot protocol.
  public var payloadStart: UInt64 {
    (UInt64(setupSectors == 0 ? 4 : setupSectors) + 1) * 512 + UInt64(payloadOffset)
  }
}
