// SPDX-License-Identifier: Apache-2.0

/// The fields of a Linux setup header that loaders read (Documentation/x86/boot, offsets from the
/// start of the file).
public struct LinuxSetupHeader: Sendable {
  /// 0x1f1: sectors of setup code, 0 standing for 4.
  public let setupSectors: UInt8
  /// 0x206: 0x020f is 2.15.
  public let version: UInt16
  /// 0x248, from 2.08: payload's offset from the end of the setup code, in bytes.
  public let payloadOffset: UInt32
  /// 0x24c, from 2.08: payload's size in bytes.
  public let payloadLength: UInt32

  /// The first version that states where the payload lies.
  public static let versionWithPayload: UInt16 = 0x0208
  /// Bytes of the file up to the end of the last field above.
  public static let byteCount: UInt64 = 0x250

  /// Whether `file` has `HdrS` at 0x202: loaders look at nothing else (the boot sector's
  /// signature at 0x1fe included).
  public static func isPresent(in file: Bytes) -> Bool {
    file.slice(at: 0x202, count: 4)?.starts(with: Array("HdrS".utf8)) == true
  }

  /// Reads the header; nil when the file ends inside it. Before 2.08 the payload's fields are not
  /// there yet and read as 0.
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

  /// Where the payload starts in the file, by the boot protocol.
  public var payloadStart: UInt64 {
    (UInt64(setupSectors == 0 ? 4 : setupSectors) + 1) * 512 + UInt64(payloadOffset)
  }
}
