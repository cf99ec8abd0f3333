// SPDX-License-Identifier: Apache-2.0

/// An encoding that makes a text unreadable as UTF-8, or a mark before UTF-8, as editors and shells of
/// Windows write them. Recognized by the first bytes of a file.
///
/// Texts in encodings of single bytes (Latin-1) are not recognized; most of their bytes are the same
/// in UTF-8.
public enum TextEncoding: String, CaseIterable, Sendable {
  /// UTF-8 after a byte order mark, which is not part of the text.
  case marked = "UTF-8 with a byte order mark"
  case utf16Little = "UTF-16 (little-endian)"
  case utf16Big = "UTF-16 (big-endian)"
  case utf32Little = "UTF-32 (little-endian)"
  case utf32Big = "UTF-32 (big-endian)"

  /// The number of bytes that are examined.
  private static let frontBytes = 4096
  /// The number of characters that tell UTF-16 without a mark.
  private static let firstUnits = 8

  /// - Parameters:
  ///   - bytes: the content of a file, or its beginning.
  ///   - isList: whether it is a list of file names, which have any bytes, and may end in NUL.
  /// - Returns: nil for UTF-8 without a mark, and for anything else.
  public init?(_ bytes: some Collection<UInt8>, isList: Bool = false) {
    let front = Array(bytes.prefix(Self.frontBytes))
    // The mark of UTF-32 begins with that of UTF-16.
    let marks = Self.allCases.filter { front.starts(with: $0.mark) }
    let marked = marks.max { $0.mark.count < $1.mark.count }
    guard isList, marked != .marked else {
      guard let encoding = marked ?? Self.unmarked(front) else { return nil }
      self = encoding
      return
    }
    let rest = Array(front.dropFirst(marked?.mark.count ?? 0))
    guard let encoding = marked?.width == 4 ? marked : Self.unmarked(rest),
      marked != nil || Self.hasLines(rest, encoding)
    else { return nil }
    self = encoding
  }

  /// UTF-16 without a mark: characters of Latin-1, of which each second byte is 0.
  private static func unmarked(_ front: [UInt8]) -> TextEncoding? {
    let first = units(front).prefix(firstUnits)
    guard first.count > 1 else { return nil }
    if first.allSatisfy({ $0.first != 0 && $0.second == 0 }) { return .utf16Little }
    return first.allSatisfy { $0.first == 0 && $0.second != 0 } ? .utf16Big : nil
  }

  /// Whether the text has the end of a line.
  private static func hasLines(_ front: [UInt8], _ encoding: TextEncoding) -> Bool {
    let isBig = encoding == .utf16Big
    let newline = UInt8(ascii: "\n")
    return units(front).contains {
      $0.first == (isBig ? 0 : newline) && $0.second == (isBig ? newline : 0)
    }
  }

  private static func units(_ bytes: [UInt8]) -> [(first: UInt8, second: UInt8)] {
    stride(from: 0, to: bytes.count - 1, by: 2).map { (bytes[$0], bytes[$0 + 1]) }
  }

  /// The byte order mark, U+FEFF in that encoding.
  public var mark: [UInt8] {
    switch self {
    case .marked: [0xef, 0xbb, 0xbf]
    case .utf16Little: [0xff, 0xfe]
    case .utf16Big: [0xfe, 0xff]
    case .utf32Little: [0xff, 0xfe, 0, 0]
    case .utf32Big: [0, 0, 0xfe, 0xff]
    }
  }

  /// The size of a unit in bytes.
  private var width: Int {
    switch self {
    case .marked: 1
    case .utf16Little, .utf16Big: 2
    case .utf32Little, .utf32Big: 4
    }
  }

  /// The encoding as the cause of an error: `is UTF-16 (little-endian), not UTF-8`.
  public var problem: String {
    self == .marked ? "is \(rawValue)" : "is \(rawValue), not UTF-8"
  }

  /// How to fix it.
  public var cure: String {
    switch self {
    case .marked: "save it without the mark"
    case .utf16Little: "convert it (iconv -f UTF-16 -t UTF-8)"
    case .utf16Big: "convert it (iconv -f UTF-16BE -t UTF-8)"
    case .utf32Little: "convert it (iconv -f UTF-32 -t UTF-8)"
    case .utf32Big: "convert it (iconv -f UTF-32BE -t UTF-8)"
    }
  }
}
