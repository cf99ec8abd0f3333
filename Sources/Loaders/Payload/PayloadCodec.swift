// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// A compression that loaders recognise by its first bytes, and who can undo it from when on.
public struct PayloadCodec: Sendable {
  /// What it undoes.
  public let compression: Compression
  let magic: [UInt8]
  /// What the toolstack calls it in its messages.
  let name: String
  /// The first release whose hypervisor reads it; gzip it reads by itself (common/decompress.c).
  public let hypervisorSince: XenRelease
  /// The first release whose toolstack reads it; nil where Debian's build lacks the library.
  public let toolstackSince: XenRelease?

  /// In the order in which the magic is looked for.
  public static let all = [
    PayloadCodec(.gzip, [0x1f, 0x8b], "gzip", XenRelease(4, 0), XenRelease(4, 0)),
    PayloadCodec(.bzip2, [0x42, 0x5a, 0x68], "BZIP2", XenRelease(4, 0), nil),
    PayloadCodec(
      .xz, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "XZ", XenRelease(4, 1), XenRelease(4, 1)),
    PayloadCodec(
      .zstd, [0x28, 0xb5, 0x2f, 0xfd], "ZSTD", XenRelease(4, 15), XenRelease(4, 15)),
    PayloadCodec(.lzma, [0x5d, 0], "LZMA", XenRelease(4, 0), XenRelease(4, 0)),
    PayloadCodec(.lzo, [0x89, 0x4c, 0x5a, 0x4f, 0], "LZO", XenRelease(4, 1), nil),
    PayloadCodec(.lz4, [0x02, 0x21], "LZ4", XenRelease(4, 4), XenRelease(4, 4)),
  ]

  private init(
    _ compression: Compression, _ magic: [UInt8], _ name: String, _ hypervisorSince: XenRelease,
    _ toolstackSince: XenRelease?
  ) {
    self.compression = compression
    self.magic = magic
    self.name = name
    self.hypervisorSince = hypervisorSince
    self.toolstackSince = toolstackSince
  }

  static func recognise(_ bytes: Bytes) -> PayloadCodec? {
    all.first { bytes.starts(with: $0.magic) }
  }
}
