// SPDX-License-Identifier: Apache-2.0

/// What entries make of a vanilla tree. Nothing of it is done yet.
public struct Plan: Sendable {
  /// Those that have something to do in this release, in their order.
  public let entries: [Entry]
  /// Why it cannot be done; empty when it can.
  public let refusals: [Refusal]
  /// Those of them for which the tree has the kit's own text already.
  let ownTexts: [Refusal]
  let sheets: [String: Sheet]

  /// The files, sorted.
  public var paths: [String] { sheets.keys.sorted() }

  /// What a file holds in the end.
  func content(of path: String) -> [UInt8]? { sheets[path]?.content() }

  /// Where an entry stands in `entries`.
  func index(of entry: Entry) -> Int? { entries.firstIndex { $0.id == entry.id } }
}

extension Plan {
  /// Bytes of files, gone through by edits; ours needs a hundredth.
  static let mostWork = 2 << 30

  /// - Parameters:
  ///   - original: what the vanilla tree has at a path; nil when nothing.
  init(
    _ entries: [Entry], for release: KernelRelease,
    original: (String) throws(PatchError) -> [UInt8]?
  ) throws(PatchError) {
    self.entries = entries.filter { !$0.steps(for: release).isEmpty }
    var sheets: [String: Sheet] = [:]
    var work = 0
    var (refusals, ownTexts): ([Refusal], [Refusal]) = ([], [])
    for (index, entry) in self.entries.enumerated() {
      for step in entry.steps(for: release) {
        let path = step.path
        if sheets[path] == nil { sheets[path] = Sheet(path: path, original: try original(path)) }
        guard var sheet = sheets[path] else { continue }
        work += step.searches * (sheet.original?.count ?? 0)
        guard work <= Self.mostWork else {
          throw PatchError(
            path, "is to be searched more often than any kit needs, as of \(entry.id)")
        }
        do throws(StepProblem) {
          try step.work(on: &sheet, entry: index)
        } catch {
          let refusal = Refusal(error, entry, step)
          refusals.append(refusal)
          if error.isOwnText { ownTexts.append(refusal) }
        }
        sheets[path] = sheet
      }
    }
    self.sheets = sheets
    self.ownTexts = ownTexts
    self.refusals = refusals + Self.conflicts(sheets, self.entries)
  }

  private static func conflicts(_ sheets: [String: Sheet], _ entries: [Entry]) -> [Refusal] {
    sheets.values.sorted { $0.path < $1.path }.compactMap { sheet in
      guard let (first, second) = sheet.weave.conflict else { return nil }
      let (one, other) = (entries[first.entry], entries[second.entry])
      return Refusal(
        entry: other.id, line: second.line, file: sheet.path,
        problem: "replaces lines that \(one.id), line \(first.line), also changes",
        holds: other.releases.description)
    }
  }
}

extension Refusal {
  init(_ problem: StepProblem, _ entry: Entry, _ step: any Step) {
    self.init(
      entry: entry.id, line: problem.line, file: step.path, problem: problem.problem,
      holds: (step.releases ?? entry.releases).description)
  }
}
