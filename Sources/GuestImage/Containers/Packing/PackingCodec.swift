// SPDX-License-Identifier: Apache-2.0

/// A codec that can also pack, into a stream of an exact size.
protocol PackingCodec: Codec {
  /// The levels to try, best compression first, as the library numbers them.
  static var levels: [Int32] { get }
  /// Packs a kernel; nil if the library fails.
  static func pack(_ kernel: [UInt8], level: Int32) -> [UInt8]?
  /// Packs a kernel into exactly `size` bytes.
  static func pack(_ kernel: [UInt8], into size: Int) throws(PackError) -> [UInt8]
  /// Lengthens a stream so that every decoder reads it as before; nil if that is not possible.
  static func lengthen(_ stream: [UInt8], to size: Int) -> [UInt8]?
}

extension PackingCodec {
  /// The maximum padding after a stream, in bytes. The boot code leaves at least 64 KiB between the
  /// data that it reads and the data that it overwrites (arch/x86/boot/header.S, extra_bytes);
  /// padding reduces that distance.
  static var mostPadding: Int { 32 << 10 }

  /// Appends zeros, which decoders ignore.
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

  /// The bytes that `body` writes to a buffer of `count` bytes; nil if it returns nil.
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

/// A kernel could not be packed into the available space.
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
