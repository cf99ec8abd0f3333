// SPDX-License-Identifier: Apache-2.0

/// The compression formats that a kernel build can use.
public enum Compression: String, CaseIterable, Sendable {
  case gzip, bzip2, lzma, xz, lzo, lz4, zstd
}
