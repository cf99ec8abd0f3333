// SPDX-License-Identifier: Apache-2.0

import Glibc

extension Bytes {
  /// The offset of the first occurrence of `pattern` at or after `offset`; nil if there is none.
  public func firstOffset(of pattern: [UInt8], from offset: Int = 0) -> Int? {
    guard let first = pattern.first, offset >= 0 else { return nil }
    return withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return nil }
      var at = offset
      while at <= raw.count - pattern.count,
        let hit = memchr(base + at, Int32(first), raw.count - pattern.count - at + 1)
      {
        at = UnsafeRawPointer(hit) - base
        if memcmp(hit, pattern, pattern.count) == 0 { return at }
        at += 1
      }
      return nil
    }
  }
}
