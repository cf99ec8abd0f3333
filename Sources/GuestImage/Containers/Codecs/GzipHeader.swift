// SPDX-License-Identifier: Apache-2.0

import CDeflate

/// The header of a gzip member (RFC 1952, section 2.3).
public struct GzipHeader: Sendable {
  /// Flags for the optional parts after the first ten bytes.
  public struct Flags: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// FHCRC: the header ends in its own checksum.
    public static let checksum = Flags(rawValue: 0x02)
    static let extra = Flags(rawValue: 0x04)
    static let name = Flags(rawValue: 0x08)
    static let comment = Flags(rawValue: 0x10)
  }

  /// The FLG byte.
  public let flags: Flags
  /// Whether the header's checksum is right; true if it has none.
  public let isChecksumGood: Bool

  /// Parses the header; nil if the file ends inside it.
  public init?(_ file: Bytes) {
    guard let header = file.withUnsafeBytes({ GzipHeader($0) }) else { return nil }
    self = header
  }

  init?(_ stream: UnsafeRawBufferPointer) {
    var input = ByteCursor(stream)
    guard let fixed = input.take(10) else { return nil }
    flags = Flags(rawValue: fixed[3])
    if flags.contains(.extra) {
      guard let count = input.little16(), input.take(Int(count)) != nil else { return nil }
    }
    for text in [Flags.name, .comment] where flags.contains(text) {
      guard input.skipString() else { return nil }
    }
    guard flags.contains(.checksum) else {
      isChecksumGood = true
      return
    }
    let checksum = libdeflate_crc32(0, stream.baseAddress, input.position)
    guard let stated = input.little16() else { return nil }
    isChecksumGood = UInt16(truncatingIfNeeded: checksum) == stated
  }
}
