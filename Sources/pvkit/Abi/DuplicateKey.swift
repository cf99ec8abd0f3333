// SPDX-License-Identifier: Apache-2.0

/// Finds a key that occurs twice in one object of a JSON text. Parsers differ in which of the two
/// values they use.
struct DuplicateKey {
  /// The keys of each open object; nil for an array.
  private var levels: [Set<String>?] = []
  /// Whether the next string is a key.
  private var isKeyNext = false

  /// The first duplicate key, as it is written; nil if there is none.
  ///
  /// - Parameter text: well-formed JSON; callers have decoded it before.
  static func first(in text: String) -> String? {
    var search = DuplicateKey()
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\"") {
        let start = place + 1
        place = end(ofStringAt: start, in: bytes)
        if search.isKeyNext {
          let key = String(decoding: bytes[start..<place], as: UTF8.self)
          if search.isKnown(key) { return key }
        }
      } else {
        search.step(bytes[place])
      }
      place += 1
    }
    return nil
  }

  /// The index of the closing quotation mark.
  private static func end(ofStringAt start: Int, in bytes: [UInt8]) -> Int {
    var place = start
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(place, bytes.count)
  }

  private mutating func isKnown(_ key: String) -> Bool {
    isKeyNext = false
    guard let last = levels.indices.last, var keys = levels[last] else { return false }
    // Release the stored set, so that `insert` does not copy it.
    levels[last] = nil
    let isNew = keys.insert(key).inserted
    levels[last] = .some(keys)
    return !isNew
  }

  private mutating func step(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "{"): levels.append(.some([]))
    case UInt8(ascii: "["): levels.append(nil)
    case UInt8(ascii: "}"), UInt8(ascii: "]"): levels.removeLast()
    case UInt8(ascii: ","): break
    default: return
    }
    let begins = byte == UInt8(ascii: "{") || byte == UInt8(ascii: ",")
    isKeyNext = begins && (levels.last ?? nil) != nil
  }
}
