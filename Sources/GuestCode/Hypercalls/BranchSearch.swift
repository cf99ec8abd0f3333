// SPDX-License-Identifier: Apache-2.0

/// Searches code for calls and jumps by their first byte and their target. It decodes nothing,
/// because the bytes before a branch may be data, and decoding from there would miss it.
struct BranchSearch {
  private let code: UnsafeRawBufferPointer
  private let address: UInt64

  /// - Parameter address: the address of the code.
  init(_ code: UnsafeRawBufferPointer, _ address: UInt64) {
    (self.code, self.address) = (code, address)
  }

  /// Places that look like branches or addresses. A place may be in the middle of an instruction.
  struct Hits {
    /// Offsets of the opcodes of calls and jumps.
    fileprivate(set) var branches: [Int] = []
    /// Offsets of four-byte addresses: absolute, or relative to the end of an instruction.
    fileprivate(set) var mentions: [Int] = []

    /// The most mentions that are kept; no kernel has so many beside its direct calls.
    fileprivate static let mostMentions = 1 << 12
  }

  /// The places that look like a call or jump to a gate, or like the address of the hypercall page
  /// or of a word that holds an address in it.
  ///
  /// - Parameters:
  ///   - gates: where a call enters Xen.
  ///   - isWide: whether addresses may be relative to the end of an instruction, as in 64-bit code.
  func hits(of gates: HypercallGates, isWide: Bool) -> Hits {
    var hits = Hits()
    for span in gates.spans {
      let isMentioned = gates.page.map { $0.overlaps(span) } ?? false
      let page = isMentioned ? gates.page : nil
      forEachBlock(leadingTo: span, mentioning: page) { block in
        for offset in block {
          take(offset, gates, span, &hits, isWide: isWide)
        }
      }
    }
    for span in gates.slots {
      forEachBlock(leadingTo: span, mentioning: span) { block in
        for offset in block where isMention(offset, of: span, isWide: isWide) {
          if hits.mentions.count < Hits.mostMentions { hits.mentions.append(offset + 1) }
        }
      }
    }
    return hits
  }

  private func take(
    _ offset: Int, _ gates: HypercallGates, _ span: Range<UInt64>, _ hits: inout Hits, isWide: Bool
  ) {
    if code[offset] & 0xfe == 0xe8 {
      let target = target(offset)
      if span.contains(target), gates.contains(target), !gates.contains(address &+ UInt64(offset)) {
        hits.branches.append(offset)
        return
      }
    }
    if let page = gates.page, hits.mentions.count < Hits.mostMentions,
      isMention(offset, of: page, isWide: isWide), !gates.contains(address &+ UInt64(offset))
    {
      hits.mentions.append(offset + 1)
    }
  }

  /// Whether the four bytes after the offset are an address in the span, either absolute or
  /// relative to their end. For the relative form the byte at the offset must be the ModRM of such
  /// an operand.
  private func isMention(_ offset: Int, of span: Range<UInt64>, isWide: Bool) -> Bool {
    let value = code.loadUnaligned(fromByteOffset: offset + 1, as: UInt32.self)
    let low = UInt32(truncatingIfNeeded: span.lowerBound)
    if UInt64(value &- low) < span.upperBound - span.lowerBound { return true }
    return isWide && code[offset] & 0xc7 == 5 && span.contains(target(offset))
  }

  /// The offsets of calls and jumps to an address, each the offset of the last opcode byte.
  /// Branches with a four-byte displacement are searched everywhere, those with one byte only near
  /// the target.
  func offsets(to place: UInt64) -> [Int] {
    var found: [Int] = []
    forEachBranch(to: CollectionOfOne(place)) { offset, _ in found.append(offset) }
    return found + shortOffsets(to: place)
  }

  /// The offsets of jumps to an address with a one-byte displacement.
  func shortOffsets(to place: UInt64) -> [Int] {
    guard place >= address, place - address <= UInt64(code.count) else { return [] }
    var found: [Int] = []
    let near = Int(place - address)
    for offset in max(0, near - 130)..<max(0, min(code.count - 1, near + 128))
    where code[offset] == 0xeb || code[offset] & 0xf0 == 0x70 {
      if offset + 2 + Int(Int8(bitPattern: code[offset + 1])) == near { found.append(offset) }
    }
    return found
  }

  /// Calls `body` with the offset and the target of each call or jump to one of these addresses
  /// that has a four-byte displacement. Addresses that are close together are searched in one pass.
  func forEachBranch(to places: some Collection<UInt64>, _ body: (Int, UInt64) -> Void) {
    let spans = places.sorted().reduce(into: [ClosedRange<UInt64>]()) { spans, place in
      if let last = spans.last, place - last.upperBound < Self.close {
        spans[spans.count - 1] = last.lowerBound...place
      } else {
        spans.append(place...place)
      }
    }
    guard code.count >= 5 else { return }
    for span in spans where span.upperBound < UInt64.max {
      forEachBlock(leadingTo: span.lowerBound..<span.upperBound + 1, mentioning: nil) { block in
        for offset in block {
          let isJcc = offset > 0 && code[offset] & 0xf0 == 0x80 && code[offset - 1] == 0x0f
          guard code[offset] & 0xfe == 0xe8 || isJcc else { continue }
          let target = target(offset)
          if span.contains(target) { body(offset, target) }
        }
      }
    }
  }

  /// The distance in bytes below which addresses share a pass.
  private static let close: UInt64 = 1 << 18

  /// The target address of the call or jump of five bytes at an offset.
  @inline(__always)
  func target(_ offset: Int) -> UInt64 {
    let distance = code.loadUnaligned(fromByteOffset: offset + 1, as: Int32.self)
    return address &+ UInt64(offset + 5) &+ UInt64(bitPattern: Int64(distance))
  }

  /// Calls `body` with each block of bytes of which some four bytes, as a displacement, lead into
  /// the span or up to three bytes before it, or are an address in the page. Few blocks match,
  /// while almost every block has a byte that could be the opcode of a branch; so this test comes
  /// first.
  @inline(__always)
  private func forEachBlock(
    leadingTo span: Range<UInt64>, mentioning page: Range<UInt64>?, _ body: (Range<Int>) -> Void
  ) {
    // `asked` is a constant in each inlined copy.
    if let page {
      forEachBlock(leadingTo: span, orIn: page, asked: true, body)
    } else {
      forEachBlock(leadingTo: span, orIn: span, asked: false, body)
    }
  }

  @inline(__always)
  private func forEachBlock(
    leadingTo span: Range<UInt64>, orIn page: Range<UInt64>, asked: Bool,
    _ body: (Range<Int>) -> Void
  ) {
    guard code.count >= 5 else { return }
    // Biased so that one signed comparison checks both ends of a range.
    let count = min(span.upperBound - span.lowerBound, UInt64(UInt32.max) - 3)
    let most = Int32(truncatingIfNeeded: count + 3) &+ Int32.min
    let start = Int32(truncatingIfNeeded: address &- span.lowerBound) &+ 5 &+ 3 &+ Int32.min
    let first = Int32(truncatingIfNeeded: page.lowerBound) &+ Int32.min
    let size =
      Int32(truncatingIfNeeded: min(page.upperBound - page.lowerBound, 1 << 31)) &+ Int32.min
    var places = SIMD8<Int32>(0, 4, 8, 12, 16, 20, 24, 28) &+ start
    let end = code.count - 4
    var offset = 0
    while offset + 32 <= end {
      var hits = SIMDMask<SIMD8<Int32>>(repeating: false)
      for phase in 0..<4 {
        let word = code.loadUnaligned(fromByteOffset: offset + phase + 1, as: SIMD8<Int32>.self)
        hits .|= (word &+ places) .< SIMD8(repeating: most)
        if asked { hits .|= (word &- SIMD8(repeating: first)) .< SIMD8(repeating: size) }
      }
      if any(hits) { body(offset..<offset + 32) }
      places &+= 32
      offset += 32
    }
    body(offset..<end)
  }
}
