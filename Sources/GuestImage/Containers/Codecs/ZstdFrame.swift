// SPDX-License-Identifier: Apache-2.0

import CZstd

/// The first frame of a Zstandard stream (RFC 8878, section 3.1.1).
public struct ZstdFrame: Sendable {
  /// The size of the frame in the stream, in bytes.
  public let packedSize: Int
  /// The size of its window, in bytes: the maximum distance of a match.
  public let windowSize: UInt64

  /// Parses the frame; nil if it is truncated or damaged.
  public init?(_ stream: Bytes) {
    let size = stream.withUnsafeBytes { ZSTD_findFrameCompressedSize($0.baseAddress, $0.count) }
    guard ZSTD_isError(size) == 0, let descriptor = stream[4], let window = stream[5] else {
      return nil
    }
    packedSize = size
    let isOneSegment = descriptor & 0x20 != 0
    if isOneSegment {
      windowSize = stream.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
    } else {
      let base = UInt64(1) << (10 + UInt64(window >> 3))
      windowSize = base + base / 8 * UInt64(window & 7)
    }
  }
}
