// SPDX-License-Identifier: Apache-2.0

/// The opening statement of a section: `new {asm}/xen/page.h from OTHER since 2.6.17`.
struct SectionHead {
  /// As the entry has it, with names such as {asm}.
  let path: String
  /// What stands behind the words that may follow the path.
  let options: [String: String]
  /// Its own, and those of the alternatives around it.
  let conditions: [Condition]
  let statement: Statement
  let words: [String]

  /// - Parameters:
  ///   - known: how many words stand before the path, and the words that may follow it.
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
        "\(path) is not a path of a file in a kernel's tree" + foreign,
        cure: foreign.isEmpty
          ? "write it from the tree's top, such as kernel/fork.c, without . or .. or a name that "
            + "begins with a dot" : "")
    }
    var (options, condition): ([String: String], [String]) = ([:], [])
    while let word = rest.popFirst() {
      let all = known.words + Condition.keywords
      guard all.contains(word) else { throw error(UnknownWord.problem(word, among: all)) }
      guard let value = rest.popFirst() else { throw error("has nothing behind \"\(word)\"") }
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

  /// Whether a path leads to a file that a kernel's tree may have: below its top, and nothing that
  /// begins with a dot, as git's hooks and our own record do. No kernel's is a tenth as deep. ASCII
  /// alone: of anything else, what looks like one name may be two, and a mark may hide a slash.
  static func staysInside(_ path: String) -> Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return path.utf8.count < 4096 && parts.count <= 64
      && parts.allSatisfy { part in
        !part.isEmpty && part.first != UInt8(ascii: ".") && part.count < 256
          && part.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }
      }
  }

  /// Of a name that is none for being no ASCII: what is in it; nothing of another one.
  static func foreign(_ path: String) -> String {
    path.unicodeScalars.first { !$0.isASCII }.map {
      ", it has the character \(KitText.named($0)): paths are ASCII"
    } ?? ""
  }
}
