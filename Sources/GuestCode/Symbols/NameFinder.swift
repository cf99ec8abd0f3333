// SPDX-License-Identifier: Apache-2.0

/// Finds given names among all names of a kernel, without decoding each name in full.
struct NameFinder {
  /// By length in bytes, including the letter of the type.
  private let names: [[(text: String, bytes: [UInt8])]]
  private let tokens: [[UInt8]]
  private let sizes: [UInt8]
  /// For each token: whether a wanted name begins with it. `begin` is for a token that has the
  /// letter of the type, `goOn` for the one after a token that is only that letter.
  private let begin, goOn: [Bool]

  init(_ names: Set<String>, tokens: [[UInt8]]) {
    let all = names.map { (text: $0, bytes: Array($0.utf8)) }
    let longest = all.map(\.bytes.count).max() ?? 0
    self.names = (0...longest + 1).map { size in all.filter { $0.bytes.count + 1 == size } }
    self.tokens = tokens
    sizes = tokens.map { UInt8(clamping: $0.count) }
    begin = tokens.map { token in all.contains { $0.bytes.starts(with: token.dropFirst()) } }
    goOn = tokens.map { token in all.contains { $0.bytes.starts(with: token) } }
  }

  /// The wanted name that these tokens spell; nil if they spell another.
  func name(_ codes: Slice<UnsafeRawBufferPointer>) -> String? {
    guard let first = codes.first, begin[Int(first)] else { return nil }
    if sizes[Int(first)] == 1, let next = codes.dropFirst().first, !goOn[Int(next)] { return nil }
    let size = sizes.withUnsafeBufferPointer { sizes in
      codes.reduce(0) { $0 &+ Int(sizes[Int($1)]) }
    }
    guard size < names.count, !names[size].isEmpty else { return nil }
    return names[size].first { isName($0.bytes, codes) }?.text
  }

  private func isName(_ name: [UInt8], _ codes: Slice<UnsafeRawBufferPointer>) -> Bool {
    // The first letter is that of the type.
    var at = -1
    for code in codes {
      for letter in tokens[Int(code)] {
        if at >= 0, at >= name.count || name[at] != letter { return false }
        at += 1
      }
    }
    return at == name.count
  }
}
