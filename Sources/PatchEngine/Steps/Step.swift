// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What an entry does to one file of the tree: one type a file, a row in `Steps.all`.
protocol Step: Sendable {
  /// The word that opens it in an entry.
  static var keyword: String { get }
  /// How many words of its opening stand before the path, and which may follow it.
  static func options(_ statement: Statement) -> (before: Int, words: [String])

  init(_ section: Section) throws(PatchError)

  var head: SectionHead { get }
  /// What it does for these, in words: `2 edits`, `new`, `generated`.
  func summary(for instances: [Instance]) -> String
  /// How often it goes through its file, at most.
  var searches: Int { get }

  /// What it does to the file at a path for these, by which a lock and a proof know it.
  func deeds(at path: String, for instances: [Instance]) -> [Deed]
  /// Whether there is anything to do for any of these.
  func isActive(for instances: [Instance]) -> Bool
  /// Adds its work to the sheet of its file, as far as it can be done.
  ///
  /// - Returns: all that is against it.
  func work(on sheet: inout Sheet, for instances: [Instance], entry: Int) -> [StepProblem]
}

extension Step {
  /// What is against some work.
  static func problems(_ work: () throws(StepProblem) -> Void) -> [StepProblem] {
    do throws(StepProblem) {
      try work()
      return []
    } catch {
      return [error]
    }
  }

  static func options(_: Statement) -> (before: Int, words: [String]) { (0, []) }
  var searches: Int { 0 }
  func isActive(for _: [Instance]) -> Bool { true }
}

enum Steps {
  static let all: [any Step.Type] = [EditStep.self, NewStep.self, GenerateStep.self]
}

/// A step at a file of a tree.
struct PlacedStep: Sendable {
  let step: any Step
  /// From the tree's top.
  let path: String
  /// For what its path stands for this file.
  var instances: [Instance]
}

/// Why a step, or an edit of one, cannot be done.
struct StepProblem: Error {
  /// The line in the entry that wants it.
  let line: Int
  let problem: String
  /// The tree has the kit's own text, or another port of the same.
  var isOwnText = false
  /// Nobody else writes that text: a file of the kit's, or lines for a kernel with a symbol. Any other
  /// may be in a release by itself.
  var isTelling = false
  /// The tree has a file that is to be made.
  var isTaken = false
  /// Another entry, or another section of this one, makes the file.
  var isTwice = false
  /// What is wrong with an anchor; nil where it is not that.
  var anchor: Misfit.AnchorFault?
}

/// A part of an entry: `edit kernel/mutex.c since 2.6.17`, and the edits below it.
struct Section {
  let place: EntryPlace
  let head: SectionHead
  var edits: [Edit]

  func error(_ problem: String) -> PatchError {
    PatchError("\(place.name):\(head.statement.line)", problem)
  }
}
