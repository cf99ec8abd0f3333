// SPDX-License-Identifier: Apache-2.0

/// Looks for calls and jumps by where they lead and their first byte, without decoding anything
/// before them: what stands there may be none.
struct BranchSearch {
  private let code: UnsafeRawBufferPointer
  private let address: UInt64

  /// - Parameter address: where the code lies.
  init(_ code: UnsafeRawBufferPointer, _ address: UInt64) {
    (self.code, self.address) = (code, address)
  }

  /// What the bytes look like, wherever that is in an instruction.
  struct Hits {
    /// Calls and jumps, by the offsets of their opcodes.
    fileprivate(set) var branches: [Int] = []
    /// Addresses of four bytes, as an operand or from the end of an instruction, by their offsets.
    fileprivate(set) var mentions: [Int] = []

    /// No kernel mentions the hypercall page more often, but to call it.
    fileprivate static let mostMentions = 1 << 12
  }

  /// Where the bytes look like a call or a jump to a gate, or like the address of the hypercall page or
  /// of what holds one.
  ///
  /// - Parameter isWide: addresses may count from the end of an instruction.
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

  /// Whether the four bytes behind an offset are an address there, or lead there from their end as an
  /// operand does whose ModRM stands at the offset.
  private func isMention(_ offset: Int, of span: Range<UInt64>, isWide: Bool) -> Bool {
    let value = code.loadUnaligned(fromByteOffset: offset + 1, as: UInt32.self)
    let low = UInt32(truncatingIfNeeded: span.lowerBound)
    if UInt64(value &- low) < span.upperBound - span.lowerBound { return true }
    return isWide && code[offset] & 0xc7 == 5 && span.contains(target(offset))
  }

  /// Where calls and jumps lead to a place, by the offsets of the instructions' last opcode bytes:
  /// those by a distance of four bytes anywhere, those of one byte near it.
  func offsets(to place: UInt64) -> [Int] {
    var found: [Int] = []
    forEachBranch(to: CollectionOfOne(place)) { offset, _ in found.append(offset) }
    return found + shortOffsets(to: place)
  }

  /// The like by a distance of one byte alone.
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

  /// Calls and jumps by a distance of four bytes to one of these places, by where they stand; those that
  /// lie close together are looked for at once.
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

  /// In bytes.
  private static let close: UInt64 = 1 << 18

  /// Where the branch of five bytes leads.
  @inline(__always)
  func target(_ offset: Int) -> UInt64 {
    let distance = code.loadUnaligned(fromByteOffset: offset + 1, as: Int32.self)
    return address &+ UInt64(offset + 5) &+ UInt64(bitPattern: Int64(distance))
  }

  /// The like from the start of the code, wherever that is.
  func offset(_ offset: Int) -> Int {
    offset + 5 + Int(code.loadUnaligned(fromByteOffset: offset + 1, as: Int32.self))
  }

  /// Where something in a block of bytes would lead there, were it a branch, or up to three bytes
  /// before, or is an address of the page: hardly anywhere, while the first byte of a branch is
  /// everywhere.
  @inline(__always)
  private func forEachBlock(
    leadingTo span: Range<UInt64>, mentioning page: Range<UInt64>?, _ body: (Range<Int>) -> Void
  ) {
    // A constant where this is inlined.
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
    // Counted from the least number there is, so that one comparison tells both ends.
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
