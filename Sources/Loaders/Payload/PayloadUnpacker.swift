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
    let container = image.container
    if container.compression == compression, let known = container.payload,
      known.range == payload.range, known.region === payload.region
    {
      return Unpacked(bytes: try container.unpacked.get(), isPartial: container.isPartial)
    }
    let bytes = try compression.unpack(payload, limit: GuestImage.standardLimit).get()
    return Unpacked(bytes: bytes, isPartial: false)
  }
}
