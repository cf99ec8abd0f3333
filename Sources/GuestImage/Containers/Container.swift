// SPDX-License-Identifier: Apache-2.0

/// The container of a kernel in an image, and the unpacked kernel.
public struct Container: Sendable {
  /// The type of a file, by its first bytes.
  public enum Kind: String, Sendable { case elf, bzImage, gzip, unknown }

  /// The type of the file.
  public let kind: Kind
  /// The compression of the payload; nil for a plain ELF, an unpacked payload or an unknown magic.
  public let compression: Compression?
  /// The setup header of a bzImage; nil if the file ends inside it.
  public let setup: LinuxSetupHeader?
  /// The packed payload in the file; nil if it is out of bounds.
  public let payload: Bytes?
  /// The kernel's bytes, or why it could not be unpacked. For a plain ELF, the file itself.
  public let unpacked: Result<Bytes, UnpackError>
  /// Whether only the beginning of the kernel was unpacked, because that was enough.
  public let isPartial: Bool

  /// The unpacked size in the last 4 bytes of the payload, where Linux's build appends it (for
  /// gzip, its own ISIZE); nil if there is no packed payload of at least 4 bytes.
  public var statedSize: UInt32? {
    guard compression != nil, let payload, payload.count >= 4 else { return nil }
    return payload.integer(at: UInt64(payload.count - 4))
  }
}
