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

  /// Where the bytes look like a call or a jump to a gate.
  func offsets(to gates: HypercallGates) -> [Int] {
    guard code.count >= 5 else { return [] }
    return gates.spans.flatMap { span in
      var found: [Int] = []
      forEachBlock(leadingTo: span) { block in
        for offset in block where code[offset] & 0xfe == 0xe8 {
          let target = target(offset)
          guard span.contains(target), gates.contains(target),
            !gates.contains(address &+ UInt64(offset))
          else { continue }
          found.append(offset)
        }
      }
      return found
    }
  }

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
  /// before: hardly anywhere, while the first byte of a branch is everywhere.
  @inline(__always)
  private func forEachBlock(leadingTo span: Range<UInt64>, _ body: (Range<Int>) -> Void) {
    // Counted from the least number there is, so that one comparison tells both ends.
    let count = min(span.upperBound - span.lowerBound, UInt64(UInt32.max) - 3)
    let most = Int32(truncatingIfNeeded: count + 3) &+ Int32.min
    let start = Int32(truncatingIfNeeded: address &- span.lowerBound) &+ 5 &+ 3 &+ Int32.min
    var places = SIMD8<Int32>(0, 4, 8, 12, 16, 20, 24, 28) &+ start
    let end = code.count - 4
    var offset = 0
    while offset + 32 <= end {
      var hits = SIMDMask<SIMD8<Int32>>(repeating: false)
      for first in 0..<4 {
        let distance = code.loadUnaligned(fromByteOffset: offset + first + 1, as: SIMD8<Int32>.self)
        hits .|= (distance &+ places) .< SIMD8(repeating: most)
      }
      if any(hits) { body(offset..<offset + 32) }
      places &+= 32
      offset += 32
    }
    body(offset..<end)
  }
}
