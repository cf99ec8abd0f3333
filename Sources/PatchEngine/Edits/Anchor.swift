// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Text that identifies a place in a file.
public struct Anchor: Sendable, Equatable {
  /// How the text must be delimited in the file.
  public enum Extent: String, Sendable, CaseIterable {
    /// Not at all: the text may be any part of a line.
    case text
    /// The text is not part of a longer identifier.
    case word
    /// The text is a whole line, without its newline.
    case line
  }

  let bytes: [UInt8]
  let extent: Extent
  /// The line of the entry, from 1; nil if the anchor is not from an entry.
  let line: Int?

  init(bytes: [UInt8], extent: Extent, line: Int? = nil) {
    (self.bytes, self.extent, self.line) = (bytes, extent, line)
  }

  /// The maximum number of occurrences inside longer words or lines to skip; no source file has
  /// more.
  private static let mostPassedOver = 100_000

  /// The first occurrences in `scope`, without overlaps.
  ///
  /// - Parameter most: the maximum number of occurrences to return.
  func places(
    in text: SourceText, _ scope: Range<Int>, most: Int = Edit.mostPlaces + 1
  ) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = scope.lowerBound
    while found.count < most, let place = next(in: text, start..<scope.upperBound) {
      found.append(place)
      start = place.upperBound
    }
    return found
  }

  /// The first occurrence in `scope`; nil if there is none.
  func next(in text: SourceText, _ scope: Range<Int>) -> Range<Int>? {
    var start = scope.lowerBound
    for _ in 0..<Self.mostPassedOver {
      guard let offset = find(in: text.bytes, start..<scope.upperBound) else { return nil }
      let place = offset..<(offset + bytes.count)
      if fits(place, text.bytes) { return place }
      start = offset + 1
    }
    return nil
  }

  private func find(in text: [UInt8], _ scope: Range<Int>) -> Int? {
    text.withUnsafeBytes { text in
      bytes.withUnsafeBytes { bytes in
        guard let base = text.baseAddress, scope.count >= bytes.count else { return nil }
        let found = memmem(base + scope.lowerBound, scope.count, bytes.baseAddress!, bytes.count)
        return found.map { UnsafeRawPointer($0) - base }
      }
    }
  }

  private func fits(_ place: Range<Int>, _ text: [UInt8]) -> Bool {
    let before = place.lowerBound == 0 ? nil : text[place.lowerBound - 1]
    let after = place.upperBound == text.count ? nil : text[place.upperBound]
    switch extent {
    case .text: return true
    case .word: return !Self.isIdentifier(before) && !Self.isIdentifier(after)
    case .line: return (before ?? SourceText.newline, after ?? SourceText.newline) == Self.ends
    }
  }

  private static let ends = (SourceText.newline, SourceText.newline)

  private static func isIdentifier(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    let character = Character(UnicodeScalar(byte))
    return character == "_" || (byte < 0x80 && (character.isLetter || character.isNumber))
  }
}
