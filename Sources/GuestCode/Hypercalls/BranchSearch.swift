// SPDX-License-Identifier: Apache-2.0

/// Looks for calls and jumps by their first byte and where they lead, without decoding anything
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
    guard let span = gates.span, code.count >= 5 else { return [] }
    var found: [Int] = []
    forEachBranch { offset in
      let target = target(offset)
      guard target &- span.lowerBound < UInt64(span.count), gates.contains(target),
        !gates.contains(address &+ UInt64(offset))
      else { return }
      found.append(offset)
    }
    return found
  }

  /// Where the branch of five bytes leads.
  @inline(__always)
  func target(_ offset: Int) -> UInt64 {
    let distance = code.loadUnaligned(fromByteOffset: offset + 1, as: Int32.self)
    return address &+ UInt64(offset + 5) &+ UInt64(bitPattern: Int64(distance))
  }

  /// Where E8 or E9 stands with four bytes behind it.
  @inline(__always)
  private func forEachBranch(_ body: (Int) -> Void) {
    let end = code.count - 4
    let ones: UInt64 = 0x0101_0101_0101_0101
    var offset = 0
    while offset + 8 <= end {
      // A zero byte is found in all eight at once; above the first, some that are none.
      let word = code.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let rest = (word & ~ones) ^ (ones &* 0xe8)
      var hits = (rest &- ones) & ~rest & (ones &* 0x80)
      while hits != 0 {
        let place = offset + hits.trailingZeroBitCount / 8
        if code[place] & 0xfe == 0xe8 { body(place) }
        hits &= hits &- 1
      }
      offset += 8
    }
    for place in offset..<max(offset, end) where code[place] & 0xfe == 0xe8 { body(place) }
  }
}
