// SPDX-License-Identifier: Apache-2.0

/// What an image is wrapped in, and what came out of the wrapping.
public struct Container: Sendable {
  public enum Kind: String, Sendable { case elf, bzImage, gzip, unknown }

  public let kind: Kind
  /// How the payload is packed; nil for a bare ELF, an unpacked payload, or unknown magic.
  public let compression: Compression?
  /// The setup header of a bzImage.
  public let setup: LinuxSetupHeader?
  /// The payload as it stands in the file, packed; nil when its bounds lie outside the file.
  public let payload: Bytes?
  /// The bytes of the kernel inside: the file itself for a bare ELF.
  public let unpacked: Result<Bytes, UnpackError>
}

/// The codecs that a kernel build can choose.
public enum Compression: String, CaseIterable, Sendable {
  case gzip, bzip2, lzma, xz, lzo, lz4, zstd
}

/// Why a payload did not unpack.
public enum UnpackError: Error, Equatable, Sendable {
  /// Boot protocol older than 2.08: the payload's place is not stated, and it is a flat binary.
  case protocolTooOld(UInt16)
  /// The file ends inside the setup code, the header or the payload.
  case outOfFile(offset: UInt64, count: UInt64)
  /// No codec has this magic, and it is no ELF.
  case unknownMagic
  /// The stream ends early.
  case truncated(Compression)
  /// The codec refuses the stream; in its own words.
  case corrupt(Compression, String)
  /// More than `limit` bytes came out.
  case tooLarge(limit: Int)
}

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
}
