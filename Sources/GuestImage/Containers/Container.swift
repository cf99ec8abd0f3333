// SPDX-License-Identifier: Apache-2.0

/// What an image is wrapped in, and what came out of the wrapping.
public struct Container: Sendable {
  /// What the file's first bytes make of it.
  public enum Kind: String, Sendable { case elf, bzImage, gzip, unknown }

  /// What the file is.
  public let kind: Kind
  /// How the payload is packed; nil for a bare ELF, an unpacked payload, or unknown magic.
  public let compression: Compression?
  /// The setup header of a bzImage; nil when the file ends inside it.
  public let setup: LinuxSetupHeader?
  /// The payload as it stands in the file, packed; nil when its bounds lie outside the file.
  public let payload: Bytes?
  /// The bytes of the kernel inside: the file itself for a bare ELF.
  public let unpacked: Result<Bytes, UnpackError>
  /// Only the front of the kernel was unpacked, as far as was asked for.
  public let isPartial: Bool

  /// The size that the payload states in its last 4 bytes, as Linux's build puts it there (gzip's
  /// own ISIZE included); nil when there is no packed payload of 4 bytes.
  public var statedSize: UInt32? {
    guard compression != nil, let payload, payload.count >= 4 else { return nil }
    return payload.integer(at: UInt64(payload.count - 4))
  }
}
