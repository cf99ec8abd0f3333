// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Unpacks for the loaders, and no payload twice.
struct PayloadUnpacker {
  let image: GuestImage

  /// The bytes that come out of `payload`, with the four bytes of size that the kernel's build
  /// appended taken off where the codec's stream has none of its own.
  func unpack(_ payload: Bytes, _ compression: Compression) -> Result<Bytes, UnpackError> {
    let container = image.container
    if container.compression == compression, let known = container.payload ?? nil,
      known.range == payload.range, known.region === payload.region
    {
      return container.unpacked
    }
    if container.compression == compression, container.kind == .gzip { return container.unpacked }
    return .failure(.unknownMagic)
  }
}

extension UnpackError {
  /// In our words, for what loaders leave unsaid.
  var remark: String {
    switch self {
    case .protocolTooOld: "boot protocol too old"
    case .outOfFile: "it runs out of the file"
    case .unknownMagic: "no codec knows its first bytes"
    case .truncated: "the stream ends early"
    case .corrupt(_, let words): words
    case .tooLarge(let limit): "more than \(limit) bytes come out"
    case .outOfMemory(let limit): "no address space for \(limit) bytes"
    }
  }
}
