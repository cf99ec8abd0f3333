// SPDX-License-Identifier: Apache-2.0

import GuestImage

extension Btf {
  /// The values of enumerators. BTF does not contain macros. A name with several values is absent,
  /// because it is ambiguous.
  public func constants(of names: Set<String>) throws -> [String: Int] {
    let wanted = BtfNames(names)
    var values: [String: Set<Int>] = [:]
    try header.strings.withUnsafeBytes { strings in
      for id in index.enumerations {
        guard let record = try record(id) else { continue }
        for index in 0..<record.count {
          let entry = record.body + UInt64(index * (record.kind == .enum ? 8 : 12))
          guard let name = wanted.match(strings, at: Int(word(entry))) else { continue }
          values[name, default: []].insert(value(at: entry + 4, of: record))
        }
      }
    }
    return values.compactMapValues { $0.count == 1 ? $0.first : nil }
  }

  private func value(at offset: UInt64, of enumeration: BtfRecord) -> Int {
    let low = word(offset)
    guard enumeration.kind == .enum64 else {
      return enumeration.flag ? Int(Int32(bitPattern: low)) : Int(low)
    }
    return Int(bitPattern: UInt(word(offset + 4)) << 32 | UInt(low))
  }
}
