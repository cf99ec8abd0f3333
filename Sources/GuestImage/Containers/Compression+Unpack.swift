// SPDX-License-Identifier: Apache-2.0

extension Compression {
  /// Unpacks a payload as it stands in a kernel image: where the stream does not itself end in the
  /// unpacked size, four bytes of it follow, and are no part of the stream.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that may come out.
  ///   - endsInSize: whether the size follows.
  public func unpack(_ payload: Bytes, limit: Int, endsInSize: Bool = true) -> Result<
    Bytes, UnpackError
  > {
    guard let codec = Codecs.all.first(where: { $0.compression == self }) else {
      return .failure(.unknownMagic)
    }
    let tail: UInt64 = codec.endsInSize || !endsInSize ? 0 : 4
    guard let stream = payload.slice(at: 0, count: UInt64(payload.count) &- tail) else {
      return .failure(.truncated(self))
    }
    return Result { () throws(UnpackError) in
      try Codecs.unpack(stream, with: codec, UnpackOptions(limit: limit)).bytes
    }
  }
}
