// SPDX-License-Identifier: Apache-2.0

/// The changes that are about to be made to a tree's files, written before they are made so that
/// they can be undone:
///
///     pvkit journal 1
///     drop 2 5d10… kernel/old.c
///     clear 3 drivers/xen
///     make include/xen
///     put 0 - 8a1c… include/xen/interface.h
///     put 1 77fe… 03b2… Makefile
///     put 4 - 61d0… drivers/xen
///     leave kernel/empty
///
/// File n's new content is in `new/n` beside the journal until it is moved to its path; the old
/// content is in `old/n`. The hashes are those of the content before and after. All removals come
/// before all additions, so that a directory can replace a file and a file a directory.
struct Journal: Sendable {
  enum Step: Sendable {
    case make(String)
    case put(Int, before: ContentHash?, after: ContentHash, String)
    case drop(Int, before: ContentHash, String)
    /// Moves a directory away, which is empty by then, to make room for a file.
    case clear(Int, String)
    /// Removes a directory at the very end if it is empty. This need not be undone.
    case leave(String)
  }

  static let title = "pvkit journal 1"
  var steps: [Step] = []

  init() {}

  var text: String { ([Self.title] + steps.map(\.text)).map { $0 + "\n" }.joined() }

  /// Parses a journal; nil if the text is not a valid one.
  init?(text: String) {
    let newline = UInt8(ascii: "\n")
    let lines = text.utf8.split(separator: newline, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard lines.first == Self.title, lines.last == "" else { return nil }
    let rows = lines.dropFirst().dropLast()
    steps = rows.compactMap(Step.init)
    guard steps.count == rows.count else { return nil }
  }
}

extension Journal.Step {
  fileprivate var text: String {
    switch self {
    case .make(let path): "make \(path)"
    case .put(let number, let before, let after, let path):
      "put \(number) \(before?.description ?? "-") \(after) \(path)"
    case .drop(let number, let before, let path): "drop \(number) \(before) \(path)"
    case .clear(let number, let path): "clear \(number) \(path)"
    case .leave(let path): "leave \(path)"
    }
  }

  /// Splits the line by bytes, because a path may begin with a combining mark, which would merge
  /// with the blank before it into one character.
  fileprivate init?(_ line: String) {
    let verbs = ["make": 0, "put": 3, "drop": 2, "clear": 1, "leave": 0]
    let blank = UInt8(ascii: " ")
    let verb = String(decoding: line.utf8.prefix { $0 != blank }, as: UTF8.self)
    guard let count = verbs[verb] else { return nil }
    let words = line.utf8.split(
      separator: blank, maxSplits: count + 1, omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
    guard words.count == count + 2, let path = words.last,
      TreePath.staysInside(path)
    else { return nil }
    let number = Int(words[1])
    switch words[0] {
    case "make": self = .make(path)
    case "leave": self = .leave(path)
    case "clear":
      guard let number else { return nil }
      self = .clear(number, path)
    case "drop":
      guard let number, let before = ContentHash(words[2]) else { return nil }
      self = .drop(number, before: before, path)
    default:
      let before = ContentHash(words[2])
      guard let number, before != nil || words[2] == "-",
        let after = ContentHash(words[3])
      else { return nil }
      self = .put(number, before: before, after: after, path)
    }
  }
}
