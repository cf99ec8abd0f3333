// SPDX-License-Identifier: Apache-2.0

import Glibc
import GuestImage
import HypervisorABI

/// Xen's own LZ4 decoder (common/lz4/decompress.c), in the two forms that are built from one file: the
/// hypervisor's knows how much comes out of a block and finds out how long it is, the toolstack's (until
/// 4.21) the other way round.
///
/// Which streams it takes depends on lengths and distances alone, so that what the library has unpacked
/// already need not be unpacked again.
struct XenLz4 {
  let host: Dialect.Host
  let release: XenRelease

  private static let frameMagic: UInt32 = 0x184c_2102
  /// A block of the hypervisor's unpacks to exactly so much, or to all that is left (common/unlz4.c).
  private static let blockSize = 8 << 20

  /// A check against underruns takes every match of fewer than 8 bytes for one, but near the end.
  private var refusesShortMatches: Bool {
    release.has(.shortMatchFault) && !release.has(.shortMatchFix)
  }

  /// A match near the end may not be copied from there in one step of 8 bytes.
  private var checksReference: Bool {
    switch host {
    case .hypervisor: release.has(.matchBounds)
    case .toolstack: release.has(.shortMatchFix)
    }
  }

  /// Nor may it be copied to there.
  private var checksDestination: Bool { checksReference && !release.has(.shortMatchFix) }

  /// The kernel, as large as the payload's last four bytes say.
  func kernel(
    _ payload: Bytes, with unpacker: PayloadUnpacker
  ) throws(UnpackError) -> KernelBlob {
    guard payload.count >= 8,
      let stated = payload.integer(at: UInt64(payload.count - 4), as: UInt32.self)
    else { throw .truncated(.lz4) }
    let count = try unpack(payload, Int(stated), into: nil)
    if let known = unpacker.known(payload, .lz4), known.isPartial || known.bytes.count == count {
      return KernelBlob(filling: UInt64(stated), with: known.bytes)
    }
    let limit = unpacker.image.limit
    guard count <= limit else { throw .tooLarge(limit: limit) }
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 16)
    defer { output.deallocate() }
    output.initializeMemory(as: UInt8.self, repeating: 0)
    _ = try unpack(payload, Int(stated), into: output)
    return KernelBlob(filling: UInt64(stated), with: Bytes(Array(output[..<count])))
  }

  /// - Parameter output: nil to look at the stream only.
  /// - Returns: how many bytes come out.
  private func unpack(
    _ payload: Bytes, _ stated: Int, into output: UnsafeMutableRawBufferPointer?
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
        try unpack(&block)
        place = block.place
        left -= block.place - block.start
        written += block.count
        if host == .toolstack { rest -= block.count }
        if left == 0 { return written }
        if left < 0 { throw .corrupt(.lz4, "data corrupted") }
      }
    }
  }

  private func unpack(_ block: inout Block) throws(UnpackError) {
    while !block.isAtEnd {
      let token = try block.byte()
      let literals = try block.length(token >> 4)
      if try block.isLast(literals) { return }
      try block.copyLiterals(literals)
      let distance = try block.byte() | block.byte() << 8
      guard distance <= block.count else { throw .corrupt(.lz4, "a match before the block") }
      let match = try block.length(token & 15) + Block.leastMatch
      try check(block, match, distance)
      block.copyMatch(match, distance)
    }
  }

  /// Whether the release copies such a match.
  private func check(_ block: Block, _ match: Int, _ distance: Int) throws(UnpackError) {
    let end = block.count + match
    guard end > block.room - Block.step else {
      if refusesShortMatches, match < Block.step {
        throw .corrupt(.lz4, "this release refuses LZ4 with a match of fewer than 8 bytes")
      }
      return
    }
    // Behind the first step.
    let destination = block.count + Block.step
    let reference = destination - Block.distanceBehindStep(distance)
    guard end < block.room,
      !checksReference || reference + Block.step <= block.room
    else { throw .corrupt(.lz4, "a match beyond the block's end") }
    if checksDestination, destination + Block.step > block.room {
      throw .corrupt(.lz4, "this release refuses LZ4 with a match in a block's last 16 bytes")
    }
  }
}

/// A block, and how far it is unpacked.
private struct Block {
  static let leastMatch = 4
  /// Copies are made in steps of so many bytes; no such step goes beyond the end.
  static let step = 8

  let packed: UnsafeRawBufferPointer
  let start: Int
  /// All of the output; nil when nothing is written.
  let output: UnsafeMutableRawBufferPointer?
  /// How much of it earlier blocks have.
  let written: Int
  /// The most that comes out of this one; the hypervisor's unpacks to exactly that.
  var room: Int
  /// Where it ends; nil for the hypervisor, which finds out.
  var end: Int?
  private(set) var place: Int
  /// How many bytes came out.
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

  /// How far behind its source a match goes on after the first step, which widens short distances.
  static func distanceBehindStep(_ distance: Int) -> Int {
    distance < step ? [4, 8, 8, 9, 8, 10, 12, 14][distance] : distance
  }

  mutating func byte() throws(UnpackError) -> Int {
    guard place < packed.count else { throw .truncated(.lz4) }
    defer { place += 1 }
    return Int(packed[place])
  }

  /// A length of which the token has four bits.
  mutating func length(_ bits: Int) throws(UnpackError) -> Int {
    var (sum, last) = (bits, bits == 15 ? 255 : 0)
    while last == 255, !isAtEnd {
      last = try byte()
      sum += last
    }
    return sum
  }

  /// Whether these literals are the block's last bytes, which are copied then.
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
