// SPDX-License-Identifier: Apache-2.0

import Glibc
import GuestImage
import HypervisorABI

/// Xen's own LZ4 decoder (common/lz4/decompress.c), in the two variants that are built from one
/// file. The hypervisor's is given the unpacked size of a block and determines its packed size; the
/// toolstack's (until 4.21) the reverse.
///
/// Whether a stream is accepted depends only on its lengths and distances, so that data which the
/// library has already unpacked need not be unpacked again.
struct XenLz4 {
  let host: Dialect.Host
  let release: XenRelease

  private static let frameMagic: UInt32 = 0x184c_2102
  /// In the hypervisor, a block must unpack to exactly this size, or to all that remains
  /// (common/unlz4.c).
  private static let blockSize = 8 << 20

  /// Whether the release refuses a stream with such a match.
  private func refuses(_ match: Lz4Match) -> Bool {
    switch match {
    case .short: release.has(.shortMatchFault) && !release.has(.shortMatchFix)
    case .readNearEnd:
      host == .hypervisor ? release.has(.matchBounds) : release.has(.shortMatchFix)
    case .writeNearEnd:
      host == .hypervisor && release.has(.matchBounds) && !release.has(.shortMatchFix)
    }
  }

  /// Unpacks the kernel to the size in the last four bytes of the payload.
  func kernel(
    _ payload: Bytes, with unpacker: PayloadUnpacker
  ) throws(UnpackError) -> KernelBlob {
    guard payload.count >= 8,
      let stated = payload.integer(at: UInt64(payload.count - 4), as: UInt32.self)
    else { throw .truncated(.lz4) }
    let stream = unpacker.image.remembered(
      host, of: payload, by: { walk(payload, Int(stated), into: nil) })
    if let match = stream.matches.first(where: refuses) { throw match.error }
    let count = try stream.end.get()
    if let known = unpacker.known(payload, .lz4), known.isPartial || known.bytes.count == count {
      return KernelBlob(filling: UInt64(stated), with: known.bytes)
    }
    let limit = unpacker.image.limit
    guard count <= limit else { throw .tooLarge(limit: limit) }
    let bytes = try unpacker.once(.xenLz4(host), payload) {
      let output = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 16)
      defer { output.deallocate() }
      output.initializeMemory(as: UInt8.self, repeating: 0)
      _ = walk(payload, Int(stated), into: output)
      return Bytes(Array(output[..<count]))
    }
    return KernelBlob(filling: UInt64(stated), with: bytes)
  }

  /// Goes through a stream as the releases do that refuse none of its matches.
  ///
  /// - Parameter output: the buffer; nil to only check the stream.
  private func walk(
    _ payload: Bytes, _ stated: Int, into output: UnsafeMutableRawBufferPointer?
  ) -> Lz4Stream {
    var matches = Lz4Matches()
    let end = Result { () throws(UnpackError) in
      try unpack(payload, stated, into: output, &matches)
    }
    return Lz4Stream(matches: matches.found, end: end)
  }

  /// - Returns: the unpacked size, in bytes.
  private func unpack(
    _ payload: Bytes, _ stated: Int, into output: UnsafeMutableRawBufferPointer?,
    _ matches: inout Lz4Matches
  ) throws(UnpackError) -> Int {
    try payload.withUnsafeBytes { (packed) throws(UnpackError) in
      var (place, left, written, rest) = (0, packed.count - 4, 0, stated)
      while true {
        guard place + 4 <= packed.count, host == .hypervisor || left >= 4 else {
          throw .truncated(.lz4)
        }
        let size = packed.loadUnaligned(fromByteOffset: place, as: UInt32.self).littleEndian
        guard place > 0 || size == Self.frameMagic else { throw .corrupt(.lz4, "invalid header") }
        place += 4
        left -= 4
        if size == Self.frameMagic { continue }
        var block = Block(
          packed: packed, start: place, output: output, written: written, room: rest)
        switch host {
        case .hypervisor:
          block.room = min(rest, Self.blockSize)
          if rest >= Self.blockSize { rest -= Self.blockSize }
        case .toolstack:
          guard Int(size) <= left else { throw .truncated(.lz4) }
          block.end = place + Int(size)
        }
        try unpack(&block, &matches)
        place = block.place
        left -= block.place - block.start
        written += block.count
        if host == .toolstack { rest -= block.count }
        if left == 0 { return written }
        if left < 0 { throw .corrupt(.lz4, "data corrupted") }
      }
    }
  }

  private func unpack(_ block: inout Block, _ matches: inout Lz4Matches) throws(UnpackError) {
    while !block.isAtEnd {
      let token = try block.byte()
      let literals = try block.length(token >> 4)
      if try block.isLast(literals) { return }
      try block.copyLiterals(literals)
      let distance = try block.byte() | block.byte() << 8
      guard distance <= block.count else { throw .corrupt(.lz4, "a match before the block") }
      let match = try block.length(token & 15) + Block.leastMatch
      try check(block, match, distance, &matches)
      block.copyMatch(match, distance)
    }
  }

  /// Throws if every release refuses this match; notes it if some do.
  private func check(
    _ block: Block, _ match: Int, _ distance: Int, _ matches: inout Lz4Matches
  ) throws(UnpackError) {
    let end = block.count + match
    guard end > block.room - Block.step else {
      if match < Block.step { matches.add(.short) }
      return
    }
    guard end < block.room else { throw Lz4Match.readNearEnd.error }
    // The state after the first step of the copy.
    let destination = block.count + Block.step
    let reference = destination - Block.distanceBehindStep(distance)
    if reference + Block.step > block.room { matches.add(.readNearEnd) }
    if destination + Block.step > block.room { matches.add(.writeNearEnd) }
  }
}

/// A kind of match that some releases refuse.
private enum Lz4Match: Sendable {
  /// A match of fewer than 8 bytes that is not near the end of its block: a wrong check for
  /// underruns.
  case short
  /// A match near the end whose source would be read beyond the end by the step of 8 bytes.
  case readNearEnd
  /// A match near the end whose destination would be written beyond the end.
  case writeNearEnd

  var error: UnpackError {
    switch self {
    case .short:
      .refused(.lz4, "this release refuses LZ4 with a match of fewer than 8 bytes")
    case .readNearEnd: .corrupt(.lz4, "a match beyond the block's end")
    case .writeNearEnd:
      .refused(.lz4, "this release refuses LZ4 with a match in a block's last 16 bytes")
    }
  }
}

/// The kinds of match that occur in a stream, in the order of their first occurrence.
private struct Lz4Matches {
  private(set) var found: [Lz4Match] = []
  private var hasShort = false

  mutating func add(_ match: Lz4Match) {
    // Most matches are short.
    if match == .short, hasShort { return }
    hasShort = hasShort || match == .short
    if !found.contains(match) { found.append(match) }
  }
}

/// What all releases' decoders of one host find in a stream.
private struct Lz4Stream: Sendable {
  /// The matches that some releases refuse, before the end or the error.
  let matches: [Lz4Match]
  /// The unpacked size, in bytes, or why every release refuses the stream.
  let end: Result<Int, UnpackError>
}

/// A block, and the state of unpacking it.
private struct Block {
  static let leastMatch = 4
  /// The number of bytes that a copy step writes; no step may go beyond the end of the block.
  static let step = 8

  let packed: UnsafeRawBufferPointer
  let start: Int
  /// The whole output buffer; nil if nothing is to be written.
  let output: UnsafeMutableRawBufferPointer?
  /// The number of bytes that earlier blocks wrote.
  let written: Int
  /// The maximum unpacked size; in the hypervisor, the exact one.
  var room: Int
  /// The end of the packed block; nil for the hypervisor, which determines it.
  var end: Int?
  private(set) var place: Int
  /// The number of bytes unpacked so far.
  private(set) var count = 0

  init(
    packed: UnsafeRawBufferPointer, start: Int, output: UnsafeMutableRawBufferPointer?,
    written: Int,
    room: Int
  ) {
    (self.packed, self.start, self.output) = (packed, start, output)
    (self.written, self.room, place) = (written, room, start)
  }

  var isAtEnd: Bool { end.map { place >= $0 } ?? false }

  /// The distance of a match after the first copy step, which increases short distances.
  static func distanceBehindStep(_ distance: Int) -> Int {
    distance < step ? [4, 8, 8, 9, 8, 10, 12, 14][distance] : distance
  }

  mutating func byte() throws(UnpackError) -> Int {
    guard place < packed.count else { throw .truncated(.lz4) }
    defer { place += 1 }
    return Int(packed[place])
  }

  /// Reads a length whose first four bits are in the token.
  mutating func length(_ bits: Int) throws(UnpackError) -> Int {
    var (sum, last) = (bits, bits == 15 ? 255 : 0)
    while last == 255, !isAtEnd {
      last = try byte()
      sum += last
    }
    return sum
  }

  /// Whether these literals are the end of the block; if so, they are copied.
  mutating func isLast(_ literals: Int) throws(UnpackError) -> Bool {
    let after = count + literals
    let isNear = end.map { place + literals > $0 - Self.step } ?? false
    guard after > room - Self.step || isNear else { return false }
    guard end.map({ after <= room && place + literals == $0 }) ?? (after == room) else {
      throw .corrupt(.lz4, "literals beyond the block's end")
    }
    try copyLiterals(literals)
    return true
  }

  mutating func copyLiterals(_ literals: Int) throws(UnpackError) {
    guard literals <= packed.count - place else { throw .truncated(.lz4) }
    if let from = packed.baseAddress, let to = output?.baseAddress {
      memcpy(to + written + count, from + place, literals)
    }
    place += literals
    count += literals
  }

  mutating func copyMatch(_ match: Int, _ distance: Int) {
    defer { count += match }
    guard let to = output?.baseAddress.map({ $0 + written + count }) else { return }
    if distance >= match {
      memcpy(to, to - distance, match)
    } else {
      for index in 0..<match {
        to.storeBytes(
          of: (to + (index - distance)).load(as: UInt8.self), toByteOffset: index, as: UInt8.self)
      }
    }
  }
}
