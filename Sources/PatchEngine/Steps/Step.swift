// SPDX-License-Identifier: Apache-2.0

/// What an entry does to one file of the tree: one type a file, a row in `Steps.all`.
protocol Step: Sendable {
  /// The word that opens it in an entry.
  static var keyword: String { get }

  /// - Parameter section: the opening statement, and what stands below it.
  init(_ section: Section) throws(PatchError)

  /// The file, from the tree's top.
  var path: String { get }
  /// The releases for which it holds, where the entry says more than its header does.
  var releases: ReleaseSet? { get }

  /// What it does, in words: `edits`, `new`, `generated`.
  var summary: String { get }

  /// How often it goes through its file, at most.
  var searches: Int { get }

  /// Adds its work to the sheet of its file.
  func work(on sheet: inout Sheet, entry: Int) throws(StepProblem)
}

extension Step {
  var searches: Int { 0 }
}

enum Steps {
  static let all: [any Step.Type] = [EditStep.self, NewStep.self, GenerateStep.self]
}

/// Why a step cannot be done.
struct StepProblem: Error {
  /// The line in the entry that wants it.
  let line: Int
  let problem: String
  /// The tree has the kit's own text, or another port of the same.
  var isOwnText = false
}

/// A part of an entry: `edit kernel/mutex.c on 2.6.16-2.6.18` and the statements below it.
struct Section {
  /// What errors call the entry: its path.
  let name: String
  /// The kit's folder.
  let kit: String
  /// The folder of the group's new files, from there.
  let files: String
  let head: Statement
  let body: [Statement]

  func error(_ statement: Statement, _ problem: String) -> PatchError {
    PatchError("\(name):\(statement.line)", problem)
  }
}
