// SPDX-License-Identifier: Apache-2.0

/// The comments of C between `/*` and `*/`. Code and preprocessor conditions have no effect inside
/// them.
struct Comments {
  /// The comments with their delimiters, in order. A comment that is not closed extends one byte
  /// beyond the end, so that it contains the end.
  private let ranges: [Range<Int>]

  init(_ bytes: [UInt8]) { ranges = Self.find(bytes, isInside: false).ranges }

  /// The comment that contains the offset; nil if none does. An offset before the first delimiter
  /// or after the last one is outside.
  func around(_ offset: Int) -> Range<Int>? {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound > offset { high = middle } else { low = middle + 1 }
    }
    return low < ranges.count && ranges[low].lowerBound < offset ? ranges[low] : nil
  }

  /// Whether a comment is open after a text.
  ///
  /// - Parameter isInside: whether a comment is open before the text.
  static func isOpen(behind text: [UInt8], isInside: Bool) -> Bool {
    find(text, isInside: isInside).isOpen
  }

  /// The text with a blank in place of each comment, as the preprocessor sees it.
  static func removed(from text: [UInt8]) -> [UInt8] {
    var (result, position): ([UInt8], Int) = ([], 0)
    for range in Comments(text).ranges {
      result += text[position..<range.lowerBound] + [UInt8(ascii: " ")]
      position = min(range.upperBound, text.count)
    }
    return result + text[position...]
  }

  private static func find(
    _ bytes: [UInt8], isInside: Bool
  ) -> (ranges: [Range<Int>], isOpen: Bool) {
    var (ranges, start): ([Range<Int>], Int?) = ([], isInside ? 0 : nil)
    var next = 0
    func at(_ one: Character, _ other: Character) -> Bool {
      next + 1 < bytes.count && bytes[next] == one.asciiValue && bytes[next + 1] == other.asciiValue
    }
    while next < bytes.count {
      if let open = start {
        if at("*", "/") {
          ranges.append(open..<(next + 2))
          (start, next) = (nil, next + 1)
        }
      } else if at("/", "*") {
        (start, next) = (next, next + 1)
      } else if at("/", "/") {
        next = SourceText.end(ofLineIn: bytes, from: next)
      } else if bytes[next] == UInt8(ascii: "\"") || bytes[next] == UInt8(ascii: "'") {
        next = endOfQuoted(bytes, next)
      }
      next += 1
    }
    if let start { ranges.append(start..<(bytes.count + 1)) }
    return (ranges, start != nil)
  }

  /// The offset of the closing quote, or of the end of the line: in assembly, an apostrophe may be
  /// part of a word.
  private static func endOfQuoted(_ bytes: [UInt8], _ start: Int) -> Int {
    var next = start + 1
    while next < bytes.count, bytes[next] != bytes[start], bytes[next] != SourceText.newline {
      next += bytes[next] == UInt8(ascii: "\\") ? 2 : 1
    }
    return next
  }
}

extension Comments {
  /// Whether files with this name have comments of C.
  static func arePossible(in path: String) -> Bool {
    [".c", ".h", ".S"].contains(where: path.hasSuffix)
  }

  /// Checks that an edit keeps comments and code apart.
  ///
  /// - Throws: if the edit inserts a condition inside a comment, or adds or removes only one end of
  ///   a comment, so that the text after the edit would become a comment or code.
  func check(_ edit: Edit, _ splices: [Splice], in text: SourceText) throws(EditError) {
    for splice in splices {
      let (before, behind) = (around(splice.range.lowerBound), around(splice.range.upperBound))
      if edit.operation.symbol != nil, let before {
        throw EditError(
          "a condition would be in the comment that begins in line "
            + "\(text.lineNumber(at: before.lowerBound)), where it has no effect")
      }
      let isOpen = Self.isOpen(behind: splice.text, isInside: before != nil)
      guard isOpen != (behind != nil) else { continue }
      let line = text.lineNumber(at: (behind ?? before ?? splice.range).lowerBound)
      throw EditError(
        isOpen
          ? "the text after line \(text.lineNumber(at: splice.range.upperBound)) would be in a comment "
            + "that the edit does not end"
          : "a part of the comment that begins in line \(line) would be code; edit the whole comment"
      )
    }
  }
}
