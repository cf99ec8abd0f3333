// SPDX-License-Identifier: Apache-2.0

/// Applies entries to files, one after the other.
struct PlanBuilder {
  let entries: [Entry]
  private let kit: Kit
  private let target: KitTarget
  private(set) var files: [String: PlannedFile] = [:]
  private(set) var refusals: [EntryRefusal] = []
  private(set) var ownTexts: [EntryRefusal] = []
  private var hasTellingText = false
  /// Whether the tree has the kit. Text of a single entry may be in a release by itself, such as a
  /// fix that was made later or reverted; then only that entry is refused.
  var isKitThere: Bool { hasTellingText || Set(ownTexts.map(\.entry)).count > 1 }
  /// Whether an anchor was not found, or found fewer times than expected.
  private(set) var hasLostAnchors = false
  /// Whether an anchor was found more times than expected.
  private(set) var hasAmbiguousAnchors = false
  /// The refusals for files that are to be created but exist in the tree.
  private var taken: [EntryRefusal] = []
  /// The number of bytes searched so far.
  private var work = 0
  private let symbols: Set<String>

  /// The maximum number of bytes that edits search; the kit in `patches/` needs a hundredth of it.
  private static let mostWork = 2 << 30

  init(_ entries: [Entry], of kit: Kit, _ target: KitTarget) {
    self.kit = kit
    self.entries = entries.filter { !$0.steps(for: target).isEmpty }
    self.target = target
    symbols = kit.symbols(for: target)
  }

  mutating func build(
    _ original: (String) throws(PatchError) -> [UInt8]?
  ) throws(PatchError) {
    for (index, entry) in entries.enumerated() {
      for placed in entry.steps(for: target) {
        let path = placed.path
        if files[path] == nil {
          files[path] = PlannedFile(
            path: path, original: try read(path, original, for: placed, of: entry), symbols: symbols
          )
        }
        work += placed.step.searches * (files[path]?.original?.count ?? 0)
        guard work <= Self.mostWork else {
          throw PatchError(
            path, "would be searched more often than any kit needs, from \(entry.id) on")
        }
        lay(placed, of: entry, index)
      }
    }
  }

  /// Reads a file of the tree, and adds the line of the entry to an error.
  private func read(
    _ path: String, _ original: (String) throws(PatchError) -> [UInt8]?, for placed: PlacedStep,
    of entry: Entry
  ) throws(PatchError) -> [UInt8]? {
    do throws(PatchError) {
      return try original(path)
    } catch {
      let line = placed.step.head.statement.line
      throw PatchError(
        error.place, "\(error.problem) (\(entry.id), line \(line))", cure: error.cure)
    }
  }

  private mutating func lay(_ placed: PlacedStep, of entry: Entry, _ index: Int) {
    guard var planned = files.removeValue(forKey: placed.path) else { return }
    for problem in placed.step.work(on: &planned, for: placed.instances, entry: index) {
      let refusal = refusal(
        entry, problem.line, placed.path, words(problem, placed, planned))
      // Several edits with the same anchor for a scope report the same problem.
      if problem.isTaken {
        taken.append(refusal)
      } else if !refusals.contains(refusal) {
        refusals.append(refusal)
      }
      if problem.isOwnText { ownTexts.append(refusal) }
      if problem.isTelling { hasTellingText = true }
      switch problem.anchor {
      case .lost: hasLostAnchors = true
      case .tooOften: hasAmbiguousAnchors = true
      case nil: break
      }
    }
    files[placed.path] = planned
  }

  /// The message for a problem of a step. It names the entry that creates the file, if there is
  /// one.
  private func words(_ problem: StepProblem, _ placed: PlacedStep, _ planned: PlannedFile) -> String
  {
    if problem.isTwice, let first = planned.created {
      return
        "is also created by \(entries[first.entry].id), line \(first.line); remove one of the two"
    }
    guard planned.original == nil, let other = creator(of: placed) else { return problem.problem }
    return "is created by \(other), and other entries cannot edit it; make the change there"
  }

  /// The refusals for files that are to be created but exist. If the release has Xen code of its
  /// own, one refusal names all of them.
  func taken(
    _ original: (String) throws(PatchError) -> [UInt8]?
  ) throws(PatchError) -> [EntryRefusal] {
    guard taken.count > 1, let first = taken.first else { return taken }
    for mark in ["arch/i386/xen/enlighten.c", "arch/x86/xen/enlighten.c"] {
      guard try original(mark) != nil else { continue }
      let others = taken.dropFirst().map(\.file).joined(separator: ", ")
      let problem =
        "would be created, but already exists, like \(others): Linux \(target.release) has its own "
        + "Xen code (\(mark)); if that implements the guest, its era is mainline (Architecture ARCH: "
        + "mainline in releases/\(target.known.release)), otherwise end the range of the sections "
        + "before it"
      return [
        EntryRefusal(
          entry: first.entry, line: first.line, file: first.file, problem: problem,
          others: taken.map(\.entry))
      ]
    }
    return taken
  }

  /// The ID of the entry, chosen or not, that creates the file which a step edits; nil if there is
  /// none.
  private func creator(of edited: PlacedStep) -> String? {
    guard edited.step is EditStep else { return nil }
    return kit.entries.first { entry in
      entry.steps(for: target).contains { $0.path == edited.path && !($0.step is EditStep) }
    }?.id
  }

  private func refusal(
    _ entry: Entry, _ line: Int, _ path: String, _ problem: String
  ) -> EntryRefusal {
    EntryRefusal(entry: entry.id, line: line, file: path, problem: problem, holds: [])
  }

  /// The refusals for edits that each fit alone but conflict with each other.
  var conflicts: [EntryRefusal] {
    files.values.sorted { $0.path < $1.path }.flatMap { planned in
      let doubles = planned.weave.doubles.map {
        refusal(planned, $0, $1) { "inserts the same text at the same place as \($0)" }
      }
      let conflicts = planned.weave.conflicts.map {
        refusal(planned, $0, $1) { "replaces lines that are also changed by \($0)" }
      }
      guard conflicts.isEmpty, let overlap = Overlap(planned.matches) else {
        return doubles + conflicts
      }
      let (one, other) = (entries[overlap.first.entry], entries[overlap.second.entry])
      return doubles + [
        refusal(
          other, overlap.second.edit.line, planned.path,
          "\(overlap.problem) \(one.id), line \(overlap.first.edit.line)")
      ]
    } + [nested, otherRelease].compactMap { $0 } + brokenConditions
  }

  /// The refusals for files whose conditions are incomplete after all edits. A single edit may
  /// contain only one end of a condition.
  private var brokenConditions: [EntryRefusal] {
    files.values.sorted { $0.path < $1.path }.compactMap { planned in
      guard let original = planned.original, planned.weave.conflicts.isEmpty,
        !planned.matches.isEmpty
      else { return nil }
      func isBroken(before end: Int) -> Bool {
        planned.content(before: end).map {
          Conditionals.breaks(original, into: $0, path: planned.path)
        } ?? false
      }
      guard isBroken(before: .max) else { return nil }
      let index = Set(planned.matches.map(\.entry)).sorted().first { isBroken(before: $0 + 1) }
      guard let index else { return nil }
      return refusal(
        entries[index], planned.matches.first { $0.entry == index }?.edit.line ?? 1, planned.path,
        "would have an #if without its #endif, or the reverse (in a Makefile: ifdef and endif)")
    }
  }

  /// The refusal of a file that would also have to be a directory; nil if there is none.
  private var nested: EntryRefusal? {
    let made = files.values.filter { $0.created != nil }.map(\.path)
    guard let nested = NestedFiles(made: Set(made), among: files.keys),
      let created = files[nested.outer]?.created
    else { return nil }
    return refusal(
      entries[created.entry], created.line, nested.outer,
      "would be created as a file, but \(nested.inner) would be created in it; rename one of them")
  }

  /// The refusal of an edit that changes the release in the top Makefile, which every later command
  /// reads; nil if there is none.
  private var otherRelease: EntryRefusal? {
    let name = "Makefile"
    guard let planned = files[name], let original = planned.original,
      planned.weave.conflicts.isEmpty,
      let release = KernelRelease(makefile: original)
    else { return nil }
    func isOther(before end: Int) -> Bool {
      planned.content(before: end).map {
        KernelRelease(makefile: $0) != release
          || KernelRelease.assignments(in: $0) != KernelRelease.assignments(in: original)
      } ?? false
    }
    guard isOther(before: .max) else { return nil }
    let index = entries.indices.first { isOther(before: $0 + 1) }
    guard let index else { return nil }
    return refusal(
      entries[index], planned.matches.first { $0.entry == index }?.edit.line ?? 1, name,
      "would change the release (VERSION, PATCHLEVEL, SUBLEVEL, EXTRAVERSION), by which pvkit "
        + "recognizes the tree; use CONFIG_LOCALVERSION")
  }

  /// - Parameter problem: the message for the second edit, given the name of the first one.
  private func refusal(
    _ planned: PlannedFile, _ first: Weave.Thread, _ second: Weave.Thread,
    _ problem: (String) -> String
  ) -> EntryRefusal {
    refusal(
      entries[second.entry], second.line, planned.path,
      problem("\(entries[first.entry].id), line \(first.line)"))
  }
}
