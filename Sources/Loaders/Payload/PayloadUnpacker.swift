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
    let known = [image.container, image.inner].compactMap(\.self).first { container in
      container.compression == compression && container.payload?.range == payload.range
        && container.payload?.region === payload.region
    }
    if let known { return Unpacked(bytes: try known.unpacked.get(), isPartial: known.isPartial) }
    let bytes = try compression.unpack(payload, limit: image.limit).get()
    return Unpacked(bytes: bytes, isPartial: false)
  }
  /// The same of a payload to whose stream nobody appended a size.
  func unpackSizeless(
    _ payload: Bytes, _ compression: Compression
  ) throws(UnpackError) -> Bytes {
    try compression.unpack(payload, limit: image.limit, endsInSize: false).get()
  }
}
