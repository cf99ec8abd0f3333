// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// An edit with the places in the vanilla file where it is done.
struct Match: Sendable {
  let edit: Edit
  /// The index of the entry in the plan.
  let entry: Int
  /// The architectures for which the edit is done.
  let architectures: [Architecture]
  let places: [EditPlace]
}

/// One file of a tree while entries are applied to it.
struct PlannedFile: Sendable {
  let path: String
  /// The content in the vanilla tree; nil if the file does not exist.
  let original: [UInt8]?
  private(set) var weave: Weave
  private var added = 0
  /// The edits that fit, with their places.
  private(set) var matches: [Match] = []
  /// The content that an entry creates the file with, and the command that generates the same; nil
  /// for a file that is edited.
  private(set) var created: (content: [UInt8], entry: Int, line: Int, command: String?)?

  /// The symbols that the kit defines in Kconfig, which no vanilla file contains.
  let symbols: Set<String>

  init(path: String, original: [UInt8]?, symbols: Set<String> = []) {
    (self.path, self.symbols) = (path, symbols)
    self.original = original
    weave = Weave(original ?? [])
  }

  /// Adds a splice.
  ///
  /// - Throws: if the splices of the file exceed the maximum size of a file.
  mutating func add(_ splice: Splice, entry: Int, line: Int) throws(StepProblem) {
    added += splice.text.count
    guard added <= KitFile.limit else {
      throw StepProblem(line: line, problem: "would be larger than \(KitFile.limit >> 20) MiB")
    }
    weave.add(Weave.Thread(splice: splice, entry: entry, line: line))
  }

  mutating func add(_ match: Match) { matches.append(match) }

  /// Creates the file.
  ///
  /// - Throws: if the vanilla tree or another entry already has it.
  mutating func create(
    _ content: [UInt8], entry: Int, line: Int, command: String? = nil
  ) throws(StepProblem) {
    guard original == nil else {
      throw StepProblem(
        line: line,
        problem: original == content
          ? "already exists with the same content: the kit was applied by other means; remove it by "
            + "the same means"
          : "would be created, but already exists; move it away, or end the range of the section or "
            + "entry before this release",
        isOwnText: original == content, isTelling: original == content,
        isTaken: original != content)
    }
    guard created == nil else {
      throw StepProblem(line: line, problem: "is created twice", isTwice: true)
    }
    created = (content, entry, line, command)
  }

  /// The content after the entries with an index below `end`; nil if the file does not exist then.
  func content(before end: Int = .max) -> [UInt8]? { content { $0 < end } }

  /// The content with only the included entries; nil if the file does not exist then.
  func content(of isIncluded: (_ entry: Int) -> Bool) -> [UInt8]? {
    if let created { return isIncluded(created.entry) ? created.content : nil }
    return original == nil ? nil : weave.text(of: isIncluded)
  }
}
