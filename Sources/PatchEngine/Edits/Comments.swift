// SPDX-License-Identifier: Apache-2.0

/// The comments of C between `/*` and `*/`, in which neither code nor a condition of the preprocessor
/// counts.
struct Comments {
  /// Each from its first sign to behind its last, in their order; one that is not closed goes to the end.
  private let ranges: [Range<Int>]

  init(_ bytes: [UInt8]) { ranges = Self.find(bytes, isInside: false).ranges }

  /// The one that has this offset inside; nil where it is none's.
  func around(_ offset: Int) -> Range<Int>? {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound > offset { high = middle } else { low = middle + 1 }
    }
    return low < ranges.count && ranges[low].lowerBound < offset ? ranges[low] : nil
  }

  /// Whether what follows a text is in a comment.
  ///
  /// - Parameter isInside: whether what is before it is.
  static func isOpen(behind text: [UInt8], isInside: Bool) -> Bool {
    find(text, isInside: isInside).isOpen
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

  /// The sign that ends what is quoted, or the end of its line: assembly has words with an apostrophe.
  private static func endOfQuoted(_ bytes: [UInt8], _ start: Int) -> Int {
    var next = start + 1
    while next < bytes.count, bytes[next] != bytes[start], bytes[next] != SourceText.newline {
      next += bytes[next] == UInt8(ascii: "\\") ? 2 : 1
    }
    return next
  }
}

extension Comments {
  /// Whether a file has comments of C.
  static func arePossible(in path: String) -> Bool {
    [".c", ".h", ".S"].contains(where: path.hasSuffix)
  }

  /// - Throws: when an edit puts a condition into a comment, takes away a part of one, or begins one
  ///   that it does not end: what is behind would be code, or none.
  func check(_ edit: Edit, _ splices: [Splice], in text: SourceText) throws(Misfit) {
    for splice in splices {
      let (before, behind) = (around(splice.range.lowerBound), around(splice.range.upperBound))
      if edit.operation.symbol != nil, let before {
        throw Misfit(
          "a condition would stand in the comment that begins in line "
            + "\(text.lineNumber(at: before.lowerBound)), where it is none")
      }
      let isOpen = Self.isOpen(behind: splice.text, isInside: before != nil)
      guard isOpen != (behind != nil) else { continue }
      let line = text.lineNumber(at: (behind ?? before ?? splice.range).lowerBound)
      throw Misfit(
        isOpen
          ? "what is behind line \(text.lineNumber(at: splice.range.upperBound)) would be in a comment "
            + "that the edit does not end"
          : "a part of the comment that begins in line \(line) would be code; edit all of it")
    }
  }
}
