// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// An edit, the entry that wants it, and where in the vanilla file it is done.
struct Match: Sendable {
  let edit: Edit
  let entry: Int
  /// For which it is done.
  let architectures: [Architecture]
  let places: [Place]
}

/// One file of a tree while entries are laid upon it.
struct Sheet: Sendable {
  let path: String
  /// What the vanilla tree has there; nil when nothing.
  let original: [UInt8]?
  private(set) var weave: Weave
  private var added = 0
  /// Where the edits found their places.
  private(set) var matches: [Match] = []
  /// What an entry makes it, and the command that does the same where it is generated.
  private(set) var created: (content: [UInt8], entry: Int, line: Int, command: String?)?

  /// Those that the kit brings, as it defines them in Kconfig: no vanilla file has them.
  let symbols: Set<String>

  init(path: String, original: [UInt8]?, symbols: Set<String> = []) {
    (self.path, self.symbols) = (path, symbols)
    self.original = original
    weave = Weave(original ?? [])
  }

  mutating func add(_ splice: Splice, entry: Int, line: Int) throws(StepProblem) {
    added += splice.text.count
    guard added <= KitFile.limit else {
      throw StepProblem(line: line, problem: "would get more than \(KitFile.limit >> 20) MiB")
    }
    weave.add(Weave.Thread(splice: splice, entry: entry, line: line))
  }

  mutating func add(_ match: Match) { matches.append(match) }

  mutating func create(
    _ content: [UInt8], entry: Int, line: Int, command: String? = nil
  ) throws(StepProblem) {
    guard original == nil else {
      throw StepProblem(
        line: line,
        problem: original == content
          ? "already exists with the same content: the kit was applied by other means; remove it by them"
          : "is to be made, but the tree has one; move it away, or end the section's or the entry's range "
            + "before this release",
        isOwnText: original == content, isTelling: original == content,
        isTaken: original != content)
    }
    guard created == nil else {
      throw StepProblem(line: line, problem: "is made twice", isTwice: true)
    }
    created = (content, entry, line, command)
  }

  /// The file as the entries before `end` leave it; nil when it is not there.
  func content(before end: Int = .max) -> [UInt8]? { content { $0 < end } }

  /// The file as some of the entries leave it; nil when it is not there.
  func content(of isIncluded: (_ entry: Int) -> Bool) -> [UInt8]? {
    if let created { return isIncluded(created.entry) ? created.content : nil }
    return original == nil ? nil : weave.text(of: isIncluded)
  }
}
