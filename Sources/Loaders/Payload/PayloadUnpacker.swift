// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Unpacks payloads for the loaders, and reuses what the image has already unpacked.
struct PayloadUnpacker {
  let image: GuestImage

  /// The result of unpacking a payload.
  struct Unpacked {
    /// The output; only its beginning if the image was opened for that.
    let bytes: Bytes
    let isPartial: Bool
  }

  /// - Parameter payload: the stream, with the four bytes of size that the kernel's build appends.
  func unpack(
    _ payload: Bytes, _ compression: Compression
  ) throws(UnpackError) -> Unpacked {
    if let container = container(of: payload, compression) {
      return Unpacked(bytes: try container.unpacked.get(), isPartial: container.isPartial)
    }
    let bytes = try once(.library(compression, endsInSize: true), payload) {
      () throws(UnpackError) in
      try compression.unpack(payload, limit: image.limit).get()
    }
    return Unpacked(bytes: bytes, isPartial: false)
  }

  /// The payload as already unpacked by the image; nil if the image did not unpack it, or failed.
  func known(_ payload: Bytes, _ compression: Compression) -> Unpacked? {
    guard let container = container(of: payload, compression),
      let bytes = try? container.unpacked.get()
    else { return nil }
    return Unpacked(bytes: bytes, isPartial: container.isPartial)
  }

  private func container(of payload: Bytes, _ compression: Compression) -> Container? {
    [image.container, image.inner].compactMap(\.self).first { container in
      container.compression == compression && container.payload?.range == payload.range
        && container.payload?.region === payload.region
    }
  }

  /// Unpacks a payload that has no size appended to its stream.
  func unpackSizeless(
    _ payload: Bytes, _ compression: Compression
  ) throws(UnpackError) -> Bytes {
    try once(.library(compression, endsInSize: false), payload) { () throws(UnpackError) in
      try compression.unpack(payload, limit: image.limit, endsInSize: false).get()
    }
  }

  /// What unpacks, with everything that its output depends on besides the payload.
  enum Decoder: Hashable, Sendable {
    case library(Compression, endsInSize: Bool)
    case xenLz4(Dialect.Host)
    case hypervisorLzma(isChecked: Bool)
  }

  /// The output of a decoder, which runs once for all releases and modes.
  func once(
    _ decoder: Decoder, _ payload: Bytes, run: () throws(UnpackError) -> Bytes
  ) throws(UnpackError) -> Bytes {
    let size = { (output: Result<Bytes, UnpackError>) in (try? output.get().count) ?? 0 }
    return try image.remembered(
      decoder, of: payload, holding: size, by: { Result(catching: run) }
    ).get()
  }
}
