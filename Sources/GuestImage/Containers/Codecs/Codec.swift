// SPDX-License-Identifier: Apache-2.0

/// A compression format for kernels, with the library that unpacks it.
protocol Codec: SendableMetatype {
  static var compression: Compression { get }
  /// The first bytes, by which Xen's loaders recognize the format
  /// (tools/libs/guest/xg_dom_bzimageloader.c@4.17, xc_dom_probe_bzimage_kernel).
  static var magic: [UInt8] { get }
  /// Whether the last 4 bytes of the format itself are the unpacked size.
  static var endsInSize: Bool { get }

  /// Unpacks `stream` into `output` until the stream ends or the output has enough.
  ///
  /// - Returns: whether the stream ended.
  /// - Throws: `UnpackError` if the stream is damaged or exceeds a limit.
  static func unpack(
    _ stream: UnsafeRawBufferPointer, into output: Output
  ) throws(UnpackError) -> Bool
}

extension Codec {
  static var endsInSize: Bool { false }

  static func matches(_ bytes: Bytes) -> Bool { bytes.starts(with: magic) }

  static func corrupt(_ words: String) -> UnpackError { .corrupt(compression, words) }
  static var truncated: UnpackError { .truncated(compression) }
}

/// All codecs. To add one, add a file to this directory and an entry here.
enum Codecs {
  static let all: [any Codec.Type] = [
    Gzip.self, Bzip2.self, Lzma.self, Xz.self, Lzo.self, Lz4.self, Zstd.self,
  ]

  static func matching(_ payload: Bytes) -> (any Codec.Type)? {
    all.first { $0.matches(payload) }
  }

  static func unpack(
    _ stream: Bytes, with codec: any Codec.Type, _ options: UnpackOptions
  ) throws(UnpackError) -> (bytes: Bytes, isPartial: Bool) {
    let output = try Output(options)
    let isWhole = try stream.withUnsafeBytes { (packed) throws(UnpackError) in
      try codec.unpack(packed, into: output)
    }
    return (output.finish(), !isWhole)
  }
}
