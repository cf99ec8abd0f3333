// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What some releases make of LZ4: a check against underruns took every match of fewer than 8 bytes
/// for one (common/lz4/decompress.c, 4.4.1 to 4.12.1). Few streams have none.
enum ShortMatches {
  /// Matches have 4 bytes more than their token says.
  private static let least = 4
  /// Near the end of the output another branch copies, byte by byte and without the check.
  private static let careful: UInt64 = 8
  private static let frameMagic: UInt64 = 0x184c_2102

  /// Why the release cannot unpack the stream, or nil. The last four bytes are the unpacked size.
  static func fault(_ payload: KernelBlob, _ release: XenRelease) -> String? {
    guard release.has(.shortMatchFault), !release.has(.shortMatchFix), payload.size >= 12,
      let size = payload.unsigned(at: payload.size - 4, count: 4)
    else { return nil }
    var (place, written): (UInt64, UInt64) = (0, 0)
    let end = payload.size - 4
    while place + 4 <= end, let count = payload.unsigned(at: place, count: 4) {
      place += 4
      if count == frameMagic { continue }
      guard count <= end - place else { return nil }
      if hasShortMatch(payload, place..<place + count, &written, size) {
        return "this release refuses LZ4 with a match of fewer than 8 bytes"
      }
      place += count
    }
    return nil
  }

  private static func hasShortMatch(
    _ payload: KernelBlob, _ block: Range<UInt64>, _ written: inout UInt64, _ size: UInt64
  ) -> Bool {
    var place = block.lowerBound
    func byte() -> UInt64 {
      defer { place += 1 }
      return place < block.upperBound ? payload.unsigned(at: place, count: 1) ?? 0 : 0
    }
    func length(_ nibble: UInt64) -> UInt64 {
      var (sum, last) = (nibble, nibble == 15 ? UInt64(255) : 0)
      while last == 255 {
        last = byte()
        sum += last
      }
      return sum
    }
    while place < block.upperBound {
      let token = byte()
      let literals = length(token >> 4)
      place += literals
      written += literals
      if place >= block.upperBound { break }
      place += 2
      let match = length(token & 15)
      if match < UInt64(least), written + match + 4 + careful <= size { return true }
      written += match + 4
    }
    return false
  }
}
