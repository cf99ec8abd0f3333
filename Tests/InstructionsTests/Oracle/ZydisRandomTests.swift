// SPDX-License-Identifier: Apache-2.0

import Commands
import Instructions
import Testing

/// Ten million random byte strings in each mode: same length, same class.
@Suite struct ZydisRandomTests {
  @Test(arguments: [CodeMode.bits32, .bits64])
  func randomBytesMeanTheSame(mode: CodeMode) {
    var comparison = Comparison(mode)
    Self.strings(10_000_000).withUnsafeBytes { comparison.everywhere($0) }
    #expect(comparison.wrong == [])
    #expect(comparison.compared == 10_000_000)
    #expect(comparison.agreed > 6_000_000)
    // None is listed in vain.
    let reasons = Set(Difference.allowed.map(\.reason))
    #expect(mode == .bits32 || Set(comparison.excused.keys) == reasons)
  }

  /// Half of the bytes are prefixes and escapes, for uniform ones seldom get far into the maps.
  private static func strings(_ count: Int) -> [UInt8] {
    var random = SeededGenerator(seed: 5)
    let frequent: [UInt8] = [
      0x0f, 0x0f, 0x0f, 0x38, 0x3a, 0xc4, 0xc5, 0x62, 0x8f, 0x66, 0xf2, 0xf3, 0x48, 0x41, 0x67,
      0x01,
    ]
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count {
        let number = random.next()
        buffer[index] =
          number & 256 == 0
          ? UInt8(truncatingIfNeeded: number) : frequent[Int(number >> 16 & 15)]
      }
      initialized = count
    }
  }
}
