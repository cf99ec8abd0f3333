// SPDX-License-Identifier: Apache-2.0

/// What entries make of a vanilla tree. Nothing of it is done yet.
public struct Plan: Sendable {
  /// Those that have something to do in this release, in their order.
  public let entries: [Entry]
  /// Why it cannot be done; empty when it can.
  public let refusals: [Refusal]
  let sheets: [String: Sheet]

  /// The files, sorted.
  public var paths: [String] { sheets.keys.sorted() }

  /// What a file holds in the end.
  func content(of path: String) -> [UInt8]? { sheets[path]?.content() }

  /// Where an entry stands in `entries`.
  func index(of entry: Entry) -> Int? { entries.firstIndex { $0.id == entry.id } }
}

extension Plan {
  /// - Parameters:
  ///   - original: what the vanilla tree has at a path; nil when nothing.
  init(
    _ entries: [Entry], for release: KernelRelease,
    original: (String) throws(PatchError) -> [UInt8]?
  ) throws(PatchError) {
    self.entries = entries.filter { !$0.steps(for: release).isEmpty }
    var sheets: [String: Sheet] = [:]
    var refusals: [Refusal] = []
    for (index, entry) in self.entries.enumerated() {
      for step in entry.steps(for: release) {
        let path = step.path
        if sheets[path] == nil { sheets[path] = Sheet(path: path, original: try original(path)) }
        guard var sheet = sheets[path] else { continue }
        do throws(StepProblem) {
          try step.work(on: &sheet, entry: index)
        } catch {
          refusals.append(Refusal(error, entry, step))
        }
        sheets[path] = sheet
      }
    }
    self.sheets = sheets
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
