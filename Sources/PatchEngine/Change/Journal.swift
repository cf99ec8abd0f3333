// SPDX-License-Identifier: Apache-2.0

/// What is to be done to a tree's files, as a text beside the new record: `put N PATH`,
/// `drop PATH`, `make FOLDER`, `leave FOLDER`, a line each. All of it may be done twice.
struct Journal: Sendable, Equatable {
  enum Verb: String { case make, put, drop, leave }

  struct Line: Sendable, Equatable {
    let verb: Verb
    /// Of a put: which of the files in `put/`.
    let number: Int
    let path: String

    var isOfFile: Bool { verb == .put || verb == .drop }
  }

  let lines: [Line]

  init(_ change: Change) {
    lines =
      change.folders.map { Line(verb: .make, number: 0, path: $0) }
      + change.puts.enumerated().map { Line(verb: .put, number: $0, path: $1.path) }
      + change.drops.map { Line(verb: .drop, number: 0, path: $0) }
      + change.droppedFolders.map { Line(verb: .leave, number: 0, path: $0) }
  }

  var text: String { lines.map { "\($0.verb) \($0.number) \($0.path)\n" }.joined() }

  /// Nil when the text is none of ours.
  init?(text: String) {
    let rows = text.split(separator: "\n")
    lines = rows.compactMap { row in
      let words = row.split(separator: " ", maxSplits: 2)
      guard words.count == 3, let verb = Verb(rawValue: String(words[0])),
        let number = Int(words[1]), SectionHead.staysInside(String(words[2]))
      else { return nil }
      return Line(verb: verb, number: number, path: String(words[2]))
    }
    guard lines.count == rows.count else { return nil }
  }
}
