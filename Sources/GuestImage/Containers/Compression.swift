// SPDX-License-Identifier: Apache-2.0

/// The codecs that a kernel build can choose.
public enum Compression: String, CaseIterable, Sendable {
  case gzip, bzip2, lzma, xz, lzo, lz4, zstd
}
