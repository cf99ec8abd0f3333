// SPDX-License-Identifier: Apache-2.0

import CLzo

/// LZO in the format of lzop, by liblzo2. Checksums are not verified, as in Linux and Xen.
enum Lzo: Codec {
  static let compression = Compression.lzo
  static let magic: [UInt8] = [0x89, 0x4c, 0x5a, 0x4f, 0x00]

  private static let wholeMagic: [UInt8] = magic + [0x0d, 0x0a, 0x1a, 0x0a]
  /// The first version of lzop whose header has a level and a second time field.
  private static let longHeader: UInt16 = 0x0940
  private static let mostBlock = 64 << 20

  /// lzop's flags for optional fields in the stream.
  private struct Flags: OptionSet {
    let rawValue: UInt32
    static let unpackedAdler = Flags(rawValue: 0x1)
    static let packedAdler = Flags(rawValue: 0x2)
    static let unpackedCRC = Flags(rawValue: 0x100)
    static let packedCRC = Flags(rawValue: 0x200)
    static let filter = Flags(rawValue: 0x800)
  }

  static func unpack(
    _ stream: UnsafeRawBufferPointer, into output: Output
  ) throws(UnpackError) -> Bool {
    guard lzo_init_library() == LZO_E_OK else { throw corrupt("the library refuses to start") }
    var input = ByteCursor(stream)
    guard let start = input.take(wholeMagic.count), start.elementsEqual(wholeMagic) else {
      throw corrupt("bad magic number")
    }
    guard let flags = skipHeader(&input) else { throw truncated }
    while !output.isEnough {
      guard let size = input.big32() else { throw truncated }
      if size == 0 { return true }
      try unpackBlock(&input, size: Int(size), flags, into: output)
    }
    return false
  }

  private static func skipHeader(_ input: inout ByteCursor) -> Flags? {
    guard let version = input.big16(), input.take(2) != nil else { return nil }
    let isLong = version >= longHeader
    // The version needed to extract, the method and the level.
    guard input.take(isLong ? 4 : 1) != nil, let word = input.big32() else { return nil }
    let flags = Flags(rawValue: word)
    let times = (flags.contains(.filter) ? 4 : 0) + 4 + (isLong ? 8 : 4)
    guard input.take(times) != nil, let nameLength = input.byte(),
      input.take(Int(nameLength) + 4) != nil
    else { return nil }
    return flags
  }

  private static func unpackBlock(
    _ input: inout ByteCursor, size: Int, _ flags: Flags, into output: Output
  ) throws(UnpackError) {
    guard size <= mostBlock else { throw corrupt("block size too large") }
    guard let packedSize = input.big32() else { throw truncated }
    let isStored = Int(packedSize) == size
    let checksums = checksumBytes(flags, isStored: isStored)
    guard input.take(checksums) != nil, let block = input.take(Int(packedSize)) else {
      throw truncated
    }
    let space = output.space
    guard size <= space.count else { throw output.overflow() }
    if isStored {
      space.copyMemory(from: block)
    } else {
      var written = lzo_uint(size)
      let result = lzo1x_decompress_safe(
        block.bindMemory(to: UInt8.self).baseAddress, lzo_uint(block.count),
        space.bindMemory(to: UInt8.self).baseAddress, &written, nil)
      guard result == LZO_E_OK, Int(written) == size else { throw corrupt("bad block") }
    }
    try output.advance(by: size)
  }

  private static func checksumBytes(_ flags: Flags, isStored: Bool) -> Int {
    let unpacked: [Flags] = [.unpackedAdler, .unpackedCRC]
    let packed: [Flags] = isStored ? [] : [.packedAdler, .packedCRC]
    return (unpacked + packed).count { flags.contains($0) } * 4
  }
}
