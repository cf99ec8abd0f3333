// SPDX-License-Identifier: Apache-2.0

/// A codec that packs too: into a stream of exactly as many bytes as there is room for.
protocol PackingCodec: Codec {
  /// How hard it tries, the hardest first, as the library counts.
  static var levels: [Int32] { get }
  /// The kernel's stream; nil when the library fails.
  static func pack(_ kernel: [UInt8], level: Int32) -> [UInt8]?
  /// Packs a kernel into exactly `size` bytes.
  static func pack(_ kernel: [UInt8], into size: Int) throws(PackError) -> [UInt8]
  /// The stream made longer, so that every decoder takes it as before; nil when it cannot be.
  static func lengthen(_ stream: [UInt8], to size: Int) -> [UInt8]?
}

extension PackingCodec {
  /// Of 64 KiB that lie at least between what a bzImage's boot code reads and what it writes over
  /// (arch/x86/boot/header.S, extra_bytes); padding behind the stream uses them up.
  static var mostPadding: Int { 32 << 10 }

  /// Zeros behind it, which decoders do not look at.
  static func lengthen(_ stream: [UInt8], to size: Int) -> [UInt8]? {
    let count = size - stream.count
    return count <= mostPadding ? stream + [UInt8](repeating: 0, count: count) : nil
  }

  static func pack(_ kernel: [UInt8], into size: Int) throws(PackError) -> [UInt8] {
    var shortest = Int.max
    for level in levels {
      guard let stream = pack(kernel, level: level) else { throw .library(compression) }
      shortest = min(shortest, stream.count)
      if stream.count <= size, let whole = lengthen(stream, to: size) { return whole }
    }
    throw shortest > size
      ? .tooLong(compression, by: shortest - size) : .tooShort(compression, by: size - shortest)
  }

  /// What `body` writes into memory for `count` bytes; nil when it says so.
  static func packed(
    _ count: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Int?
  ) -> [UInt8]? {
    var isGood = true
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      let result = body(buffer)
      isGood = result != nil
      written = result ?? 0
    }
    return isGood ? bytes : nil
  }
}

/// Why a kernel was not packed into the room that there is.
enum PackError: Error, Equatable {
  case library(Compression)
  case tooLong(Compression, by: Int)
  case tooShort(Compression, by: Int)
  case notPacked(Compression)
}

extension PackError: CustomStringConvertible {
  var description: String {
    switch self {
    case .library(let codec): "\(codec.rawValue) fails to pack the kernel"
    case .tooLong(let codec, let count):
      "packed by \(codec.rawValue) at its best, the kernel is \(count) bytes longer than before, "
        + "and the boot code has the length built in (z_input_len)"
    case .tooShort(let codec, let count):
      "packed by \(codec.rawValue), the kernel is \(count) bytes shorter than before, which cannot "
        + "be filled, and the boot code has the length built in (z_input_len)"
    case .notPacked(let codec): "the payload is \(codec.rawValue), which pvkit cannot pack"
    }
  }
}
