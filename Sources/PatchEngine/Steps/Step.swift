// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What an entry does to one file of the tree. Each kind of step is a type in its own file, listed
/// in `Steps.all`.
protocol Step: Sendable {
  /// The keyword that opens the section in an entry.
  static var keyword: String { get }
  /// The number of words before the path, and the keywords that may follow it.
  static func options(_ statement: Statement) -> (before: Int, words: [String])

  init(_ section: Section) throws(PatchError)

  var head: SectionHead { get }
  /// A summary of the work for the instances: `2 edits`, `new`, `generated`.
  func summary(for instances: [Instance]) -> String
  /// The maximum number of searches through the file.
  var searches: Int { get }

  /// The changes of the file at a path for the instances, as recorded by locks and proofs.
  func effects(at path: String, for instances: [Instance]) -> [StepEffect]
  /// Whether the step has an effect for any of the instances.
  func isActive(for instances: [Instance]) -> Bool
  /// Adds the step's changes to the planned file, as far as they are possible.
  ///
  /// - Parameter entry: the index of the entry in the plan.
  /// - Returns: the problems.
  func work(on planned: inout PlannedFile, for instances: [Instance], entry: Int) -> [StepProblem]
}

extension Step {
  /// Runs work, and returns its problem, if any.
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

/// A step applied to one file of a tree.
struct PlacedStep: Sendable {
  let step: any Step
  /// The path from the tree's top.
  let path: String
  /// The instances for which the step's path expands to this file.
  var instances: [Instance]
}

/// The reason why a step, or one of its edits, cannot be done.
struct StepProblem: Error {
  /// The line of the entry, from 1.
  let line: Int
  let problem: String
  /// Whether the tree already has the text of the kit, or of a related port.
  var isOwnText = false
  /// Whether only the kit writes that text: it is a file of the kit, or is for a kernel with a
  /// symbol. Other text may be in a release by itself.
  var isTelling = false
  /// Whether a file that is to be created exists in the tree.
  var isTaken = false
  /// Whether another entry, or another section of this one, creates the file.
  var isTwice = false
  /// What is wrong with an anchor; nil if the problem is not an anchor.
  var anchor: EditError.AnchorFault?
}

/// A section of an entry: `edit kernel/mutex.c since 2.6.17`, with the edits below it.
struct Section {
  let place: EntryPlace
  let head: SectionHead
  var edits: [Edit]

  func error(_ problem: String) -> PatchError {
    PatchError("\(place.name):\(head.statement.line)", problem)
  }
}
