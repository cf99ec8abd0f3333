// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// A compression format that loaders recognize by its first bytes, with the releases that support
/// it.
public struct PayloadCodec: Sendable {
  /// The compression format.
  public let compression: Compression
  let magic: [UInt8]
  /// The name in the toolstack's messages.
  let name: String
  /// The releases whose hypervisor supports it; gzip has its own code there (common/decompress.c).
  private let hypervisor: LoaderChange
  /// The releases whose toolstack recognizes it.
  private let toolstack: LoaderChange
  /// Whether the toolstack, as Debian builds it, has the library for it.
  public let isInToolstack: Bool

  /// All formats, in the order in which the magics are compared.
  public static let all = [
    PayloadCodec(
      .gzip, [0x1f, 0x8b], "gzip", LoaderChange(XenRelease(3, 4)), LoaderChange(XenRelease(3, 3))),
    PayloadCodec(
      .bzip2, [0x42, 0x5a, 0x68], "BZIP2", LoaderChange(XenRelease(4, 0)),
      LoaderChange(XenRelease(4, 0)),
      isInToolstack: false),
    PayloadCodec(.xz, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "XZ", .xz, .xz),
    PayloadCodec(
      .zstd, [0x28, 0xb5, 0x2f, 0xfd], "ZSTD", LoaderChange(XenRelease(4, 15)),
      LoaderChange(XenRelease(4, 15))),
    PayloadCodec(
      .lzma, [0x5d, 0], "LZMA", LoaderChange(XenRelease(4, 0)), LoaderChange(XenRelease(4, 0))),
    PayloadCodec(
      .lzo, [0x89, 0x4c, 0x5a, 0x4f, 0], "LZO", LoaderChange(XenRelease(4, 1)),
      LoaderChange(XenRelease(4, 1)), isInToolstack: false),
    PayloadCodec(
      .lz4, [0x02, 0x21], "LZ4", LoaderChange(XenRelease(4, 4)), LoaderChange(XenRelease(4, 4))),
  ]

  private init(
    _ compression: Compression, _ magic: [UInt8], _ name: String, _ hypervisor: LoaderChange,
    _ toolstack: LoaderChange, isInToolstack: Bool = true
  ) {
    self.compression = compression
    self.magic = magic
    self.name = name
    self.hypervisor = hypervisor
    self.toolstack = toolstack
    self.isInToolstack = isInToolstack
  }

  /// Whether a release's toolstack recognizes the format, with or without the library.
  func isKnown(in release: XenRelease) -> Bool { release.has(toolstack) }

  /// Whether a release's builder for a role can unpack the format, as Debian builds it.
  public func isRead(for role: DomainRole, in release: XenRelease) -> Bool {
    switch role {
    case .domU: isInToolstack && isKnown(in: release)
    case .dom0: release.has(hypervisor)
    }
  }

  static func recognise(_ bytes: Bytes) -> PayloadCodec? {
    all.first { bytes.starts(with: $0.magic) }
  }
}
