// SPDX-License-Identifier: Apache-2.0

/// The start of an xz stream: its stream header, and the filters of its first block
/// (xz-file-format.txt, sections 2.1.1 and 3.1).
public struct XzHeader: Sendable {
  /// The integrity check of the blocks: 0 none, 1 CRC32, 4 CRC64, 10 SHA-256.
  public let check: UInt8
  /// The IDs of the filters, in packing order: 0x21 is LZMA2, 4 is the x86 branch filter.
  public let filters: [UInt64]

  /// The ID of the filter LZMA2.
  public static let lzma2: UInt64 = 0x21
  /// The ID of the x86 branch filter.
  public static let x86: UInt64 = 0x04

  /// Parses the headers; nil if the stream has no block or ends inside them.
  public init?(_ stream: Bytes) {
    guard let header = stream.withUnsafeBytes({ XzHeader($0) }) else { return nil }
    self = header
  }

  private init?(_ stream: UnsafeRawBufferPointer) {
    var input = ByteCursor(stream)
    // The stream header has six bytes of magic, two of flags and four of CRC32.
    guard let header = input.take(12), let size = input.byte(), size != 0, let flags = input.byte()
    else { return nil }
    check = header[7] & 0x0f
    for flag in [0x40, 0x80] as [UInt8] where flags & flag != 0 {
      guard input.variableLength() != nil else { return nil }
    }
    var ids: [UInt64] = []
    for _ in 0...(flags & 3) {
      guard let id = input.variableLength(), let properties = input.variableLength(),
        input.take(Int(clamping: properties)) != nil
      else { return nil }
      ids.append(id)
    }
    filters = ids
  }
}

extension ByteCursor {
  /// Takes a variable-length integer: seven bits per byte, least significant first.
  fileprivate mutating func variableLength() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 63, by: 7) {
      guard let byte = byte() else { return nil }
      value |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }
}
