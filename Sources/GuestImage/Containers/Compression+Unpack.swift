// SPDX-License-Identifier: Apache-2.0

extension Compression {
  /// Unpacks a payload in the form in which a kernel image contains it. If the format itself does
  /// not end in the unpacked size, the build appends the size in four bytes, which are not part of
  /// the stream.
  ///
  /// - Parameters:
  ///   - payload: the packed stream, with the size after it.
  ///   - limit: the maximum size of the output, in bytes.
  ///   - endsInSize: whether the size follows the stream.
  /// - Returns: the unpacked bytes, or the reason why there are none.
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
