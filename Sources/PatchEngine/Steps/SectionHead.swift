// SPDX-License-Identifier: Apache-2.0

/// The opening statement of a section: `new {asm}/xen/page.h from OTHER since 2.6.17`.
struct SectionHead {
  /// The path as written, with names such as {asm}.
  let path: String
  /// The values of the keywords after the path.
  let options: [String: String]
  /// The conditions of the section, and of the alternatives that contain it.
  let conditions: [Condition]
  let statement: Statement
  /// The words after the section's keyword.
  let words: [String]

  /// - Parameters:
  ///   - known: the number of words before the path, and the keywords that may follow it.
  ///   - outer: the conditions of the alternatives that contain the section.
  init(
    _ statement: Statement, _ place: EntryPlace, options known: (before: Int, words: [String]),
    _ outer: [Condition]
  ) throws(PatchError) {
    func error(_ problem: String) -> PatchError {
      PatchError("\(place.name):\(statement.line)", problem)
    }
    let words = statement.words.dropFirst()
    guard statement.text == nil, words.count > known.before else {
      throw error("must be: \(statement.keyword) PATH [since R] [until R] [on ARCHITECTURE]")
    }
    var rest = words.dropFirst(known.before)
    path = rest.removeFirst()
    guard Self.staysInside(path) else {
      let foreign = Self.foreign(path)
      throw PatchError(
        "\(place.name):\(statement.line)",
        "\(path) is not the path of a file in a kernel tree" + foreign,
        cure: foreign.isEmpty
          ? "write it relative to the top of the tree, such as kernel/fork.c, without . or .. or a "
            + "name that begins with a dot" : "")
    }
    var (options, condition): ([String: String], [String]) = ([:], [])
    while let word = rest.popFirst() {
      let all = known.words + Condition.keywords
      guard all.contains(word) else { throw error(UnknownWord.problem(word, among: all)) }
      guard let value = rest.popFirst() else { throw error("has nothing after \"\(word)\"") }
      if Condition.keywords.contains(word) {
        condition += [word, value]
      } else if options.updateValue(value, forKey: word) != nil {
        throw error("has \"\(word)\" twice")
      }
    }
    let own: Condition
    do throws(Condition.Problem) { own = try Condition(condition) } catch {
      throw PatchError("\(place.name):\(statement.line)", error.text)
    }
    if let problem = own.problem(among: place.releases) { throw error(problem) }
    self.options = options
    self.words = Array(words)
    self.statement = statement
    conditions = condition.isEmpty ? outer : outer + [own]
  }

  /// Whether a path can be that of a file in a kernel's tree: below the top, and without names that
  /// begin with a dot, which git's hooks and pvkit's record have. The limits are ten times what
  /// kernels have. Only ASCII is allowed, because different Unicode names can look the same, and a
  /// combining mark can hide a slash.
  static func staysInside(_ path: String) -> Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return path.utf8.count < 4096 && parts.count <= 64
      && parts.allSatisfy { part in
        !part.isEmpty && part.first != UInt8(ascii: ".") && part.count < 256
          && part.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }
      }
  }

  /// The end of the message for a path that is not valid because it contains a character outside
  /// ASCII; empty for other paths.
  static func foreign(_ path: String) -> String {
    path.unicodeScalars.first { !$0.isASCII }.map {
      ", it has the character \(KitText.named($0)): paths must be ASCII"
    } ?? ""
  }
}
