// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// `edit PATH`: edits of a file that exists.
struct EditStep: Step {
  static let keyword = "edit"
  let head: SectionHead
  let edits: [Edit]
  /// For each edit, the digest of its place and operation.
  private let digests: [Digest]

  init(_ section: Section) throws(PatchError) {
    head = section.head
    edits = section.edits
    digests = edits.map(\.whole)
    guard !edits.isEmpty else { throw section.error("has no edits") }
    guard edits.count <= Self.mostEdits else {
      throw section.error("has more than \(Self.mostEdits) edits")
    }
  }

  /// Counts the edits by release, because a release gets only one of several alternatives.
  func summary(for instances: [Instance]) -> String {
    let counts = Set(
      instances.map { instance in edits.count { $0.conditions.hold(instance) } }
    ).subtracting([0]).sorted()
    // The edits are only for a stable update that the kit does not know: count all.
    guard let least = counts.first, let most = counts.last else {
      return counted(edits.count, "edit")
    }
    return least == most
      ? counted(most, "edit")
      : "\(least)\(counts.count == 2 && most == least + 1 ? " or" : " to") \(most) edits"
  }

  private static let mostEdits = 1000

  /// The searches of one edit that do not depend on its number of places: for both ends of the
  /// scope and for the anchor, for an anchor that was not found in the rest of the file and as a
  /// part of a word (`EditError`), and for the edit's text and its symbol (`OwnText`).
  private static let searchesPerEdit = 7

  /// The end of a region is searched for at each place.
  var searches: Int { edits.reduce(0) { $0 + Self.searchesPerEdit + $1.count } }

  func isActive(for instances: [Instance]) -> Bool {
    edits.contains { edit in instances.contains { edit.conditions.hold($0) } }
  }

  func effects(at path: String, for instances: [Instance]) -> [StepEffect] {
    zip(edits, digests).compactMap { edit, digest in
      let own = instances.filter { edit.conditions.hold($0) }
      guard !own.isEmpty else { return nil }
      return StepEffect(
        path: path, architectures: own.map(\.architecture), edit: edit.digest, digest: digest)
    }
  }

  func work(on planned: inout PlannedFile, for instances: [Instance], entry: Int) -> [StepProblem] {
    var problems: [StepProblem] = []
    do throws(StepProblem) {
      let text = try text(of: planned)
      let comments = Comments.arePossible(in: planned.path) ? Comments(text.bytes) : nil
      for edit in edits {
        let own = instances.filter { edit.conditions.hold($0) }.map(\.architecture)
        guard !own.isEmpty else { continue }
        problems += Self.problems { () throws(StepProblem) in
          let (places, splices) = try fit(edit, to: text, comments, planned)
          for splice in splices { try planned.add(splice, entry: entry, line: edit.line) }
          planned.add(Match(edit: edit, entry: entry, architectures: own, places: places))
        }
      }
    } catch {
      problems.append(error)
    }
    return problems
  }

  /// The text to edit.
  ///
  /// - Throws: if the file does not exist, or has CRLF line ends.
  private func text(of planned: PlannedFile) throws(StepProblem) -> SourceText {
    let line = edits[0].line
    guard let original = planned.original else {
      throw StepProblem(
        line: line,
        problem:
          "is missing; name the file that the release has instead (either, or), or end the range of "
          + "the section or entry before this release")
    }
    let text = SourceText(bytes: original)
    guard !text.hasForeignLineEnds else {
      throw StepProblem(line: line, problem: "has CRLF line ends; convert it (dos2unix)")
    }
    return text
  }

  private func fit(
    _ edit: Edit, to text: SourceText, _ comments: Comments?, _ planned: PlannedFile
  ) throws(StepProblem) -> ([EditPlace], [Splice]) {
    var (places, splices): ([EditPlace], [Splice]?) = ([], nil)
    var problem: StepProblem?
    do {
      places = try edit.places(in: text)
      splices = try edit.splices(at: places, in: text, path: planned.path)
      try ControlBody.check(edit, at: places, in: text, path: planned.path)
      try Parentheses.check(edit, at: places, in: text, path: planned.path)
      try JoinedLines.check(edit, splices ?? [], in: text)
      try comments?.check(edit, splices ?? [], in: text)
    } catch {
      let line = error.line ?? (splices == nil && places.isEmpty ? edit.line : edit.operationLine)
      problem = StepProblem(line: line, problem: error.problem, anchor: error.anchor)
    }
    if let splices, splices.allSatisfy({ $0.isEmpty(in: text) }) {
      throw StepProblem(
        line: edit.operationLine, problem: "already has this text: the edit changes nothing")
    }
    if let line = OwnText.line(of: edit, splices, in: text, planned.symbols) {
      throw StepProblem(
        line: edit.line, problem: "already contains this edit's text, at line \(line)",
        isOwnText: true, isTelling: edit.operation.symbol != nil)
    }
    if let problem { throw problem }
    return (places, splices ?? [])
  }
}

extension Splice {
  /// Whether the splice replaces a text by the same text.
  fileprivate func isEmpty(in source: SourceText) -> Bool {
    !range.isEmpty && source.bytes[range].elementsEqual(text)
  }
}

extension SourceText {
  /// Whether all lines end in CR and LF.
  var hasForeignLineEnds: Bool {
    var (ends, foreign, previous) = (0, 0, UInt8(0))
    for byte in bytes {
      if byte == Self.newline {
        ends += 1
        if previous == UInt8(ascii: "\r") { foreign += 1 }
      }
      previous = byte
    }
    return ends > 0 && ends == foreign
  }
}
