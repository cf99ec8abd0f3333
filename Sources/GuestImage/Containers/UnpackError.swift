// SPDX-License-Identifier: Apache-2.0

/// A payload could not be unpacked.
public enum UnpackError: Error, Equatable, Sendable {
  /// The boot protocol is older than 2.08: the payload's offset is unknown, and it is a flat
  /// binary.
  case protocolTooOld(UInt16)
  /// The file ends inside the setup code, the header or the payload.
  case outOfFile(offset: UInt64, count: UInt64)
  /// The magic does not match any codec, and the content is not an ELF file.
  case unknownMagic
  /// The file is not an x86 kernel, but another known format.
  case foreign(ForeignFile)
  /// The stream is truncated.
  case truncated(Compression)
  /// The codec rejects the stream; with its message.
  case corrupt(Compression, String)
  /// The decoder of a release refuses a sound stream; with the reason.
  case refused(Compression, String)
  /// The output exceeds `limit` bytes.
  case tooLarge(limit: Int)
  /// There is no address space for `limit` bytes.
  case outOfMemory(limit: Int)
  /// The codec exceeded this many seconds of CPU time.
  case tooSlow(seconds: Int)
}

extension UnpackError: CustomStringConvertible {
  /// The problem in one line, without the cure.
  public var description: String {
    switch self {
    case .protocolTooOld(let version):
      "boot protocol \(version >> 8).\(twoDigits(version & 0xff)) is older than 2.08: "
        + "the kernel inside is a flat binary at a place that is not stated"
    case .outOfFile(_, let count): "\(count) bytes from here do not lie in the file"
    case .unknownMagic: "the payload is neither an ELF file nor compressed by a known codec"
    case .foreign(let file): file.words
    case .truncated(let compression): "the \(compression.rawValue) stream ends early"
    case .corrupt(let compression, let words):
      "the \(compression.rawValue) stream is damaged: \(words)"
    case .refused(_, let words): words
    case .tooLarge(let limit): "unpacks to more than \(limit) bytes"
    case .outOfMemory(let limit): "no address space to unpack up to \(limit) bytes"
    case .tooSlow(let seconds): "takes more than \(seconds) s to unpack, which no kernel does"
    }
  }

  /// How to fix it.
  public var cure: String {
    switch self {
    case .protocolTooOld: "check the vmlinux of that build instead"
    case .outOfFile, .truncated, .corrupt: "give the whole file, as the package ships it"
    case .unknownMagic: "check the vmlinux of that build instead"
    case .refused: "pack it with gzip or xz, or give the vmlinux"
    case .foreign(let file): file.cure
    case .tooLarge: "raise the limit (--max-unpacked) if the image is trusted"
    case .outOfMemory: "lower the limit"
    case .tooSlow: "raise --max-unpacked, 10 s for each GiB, if the image is trusted"
    }
  }

  private func twoDigits(_ number: UInt16) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
