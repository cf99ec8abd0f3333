// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Unpacks for the loaders, and not again what the image has unpacked already.
struct PayloadUnpacker {
  let image: GuestImage

  /// What came out of a payload.
  struct Unpacked {
    /// All of it, or its front when more was not asked for.
    let bytes: Bytes
    let isPartial: Bool
  }

  /// - Parameter payload: with the four bytes of size that the kernel's build appended.
  func unpack(
    _ payload: Bytes, _ compression: Compression
  ) throws(UnpackError) -> Unpacked {
    if let container = container(of: payload, compression) {
      return Unpacked(bytes: try container.unpacked.get(), isPartial: container.isPartial)
    }
    let bytes = try compression.unpack(payload, limit: image.limit).get()
    return Unpacked(bytes: bytes, isPartial: false)
  }

  /// What the image has unpacked of the payload already; nil when it has not, or failed to.
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

  /// The same of a payload to whose stream nobody appended a size.
  func unpackSizeless(
    _ payload: Bytes, _ compression: Compression
  ) throws(UnpackError) -> Bytes {
    try compression.unpack(payload, limit: image.limit, endsInSize: false).get()
  }
}
