// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What the reader of an entry has to know besides the entry's text.
struct EntryPlace {
  /// The entry's ID: `toolchain/0110-gcc-version`.
  let id: String
  /// The name of the entry in errors: its path.
  let name: String
  /// The kit's directory.
  let kit: String
  let xen: XenRelease
  let guards: Guards
  /// All releases that the kit knows.
  let releases: [KnownRelease]

  /// The releases and architectures for which exactly one alternative must hold.
  ///
  /// These are the releases in the range that the kit knows, and the releases at which a condition
  /// starts or ceases to hold. No condition changes between two of them, so what holds for these
  /// releases holds for stable updates and the releases in between too.
  func instances(in range: ReleaseRange, _ conditions: [Condition]) -> [Instance] {
    let cuts = range.cuts + conditions.flatMap(\.releases.cuts)
    let points = Set(releases.map(\.release.numbers) + cuts).filter(range.contains)
    return points.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { numbers in
      architectures(numbers).map { Instance(numbers: numbers, architecture: $0) }
    }
  }

  /// A message if the conditions never hold together where the entry is applied; nil if they do.
  ///
  /// - Parameter instances: the releases and architectures for which the place is read.
  func neverHolds(_ conditions: [Condition], among instances: [Instance]) -> String? {
    let own = guards.architectures.isEmpty ? Architecture.allCases : guards.architectures
    let left = own.filter { architecture in
      conditions.allSatisfy { $0.architectures?.contains(architecture) ?? true }
    }
    // An entry that is for no release of the kit may be for one that is to be added.
    if !left.isEmpty, instances.isEmpty || instances.contains(where: conditions.hold) { return nil }
    let names =
      left.isEmpty
      ? own.map(\.rawValue).joined(separator: ", ")
      : Set(instances.map(\.architecture.rawValue)).sorted().map { name in
        let numbers = instances.filter { $0.architecture.rawValue == name }.map(\.numbers)
        let known = numbers.filter { self.known($0)?.release.numbers == $0 }
        let shown = (known.isEmpty ? numbers : known).map { KernelRelease($0) }
        return "\(name) in \(ReleaseRange.runs(shown).joined(separator: ", "))"
      }.joined(separator: "; ")
    return "\"\(conditions.description)\" never holds: the entry is for \(names)"
  }

  /// What the kit knows about a release, or about the release that it is a stable update of; nil
  /// for a release in between.
  func known(_ numbers: [Int]) -> KnownRelease? {
    releases.first { $0.release.numbers == numbers }
      ?? releases.first { $0.release.numbers == Array(numbers.prefix(3)) }
  }

  /// The architectures that the entry is for in a release. In a release that the kit does not know,
  /// those that it is for both in the release before and in the one after.
  private func architectures(_ numbers: [Int]) -> [Architecture] {
    func own(_ known: KnownRelease?) -> [Architecture] {
      (known?.eras ?? []).filter { guards.hold($0.architecture, $0.era) }.map(\.architecture)
    }
    if let known = known(numbers) { return own(known) }
    let before = releases.last { $0.release.numbers.lexicographicallyPrecedes(numbers) }
    let after = releases.first { numbers.lexicographicallyPrecedes($0.release.numbers) }
    return own(before).filter(own(after).contains)
  }
}

extension ReleaseRange {
  /// A message if the range contains no release that the kit knows; nil if it contains one.
  ///
  /// - Parameter written: the range as the entry writes it: `until 2.6.15`.
  func problem(among known: [KnownRelease], _ written: String) -> String? {
    guard !known.isEmpty, !known.contains(where: { meets($0.release.numbers) }) else { return nil }
    return "\"\(written)\" matches no release that the kit knows, which are "
      + Self.runs(known.map(\.release)).joined(separator: ", ")
  }

  /// The releases with consecutive ones combined: `2.6.16 to 2.6.20`, `2.6.22`.
  static func runs(_ releases: [KernelRelease]) -> [String] {
    var runs: [(first: KernelRelease, last: KernelRelease)] = []
    for release in releases {
      let before = release.numbers.dropLast() + [(release.numbers.last ?? 0) - 1]
      if let last = runs.last?.last, last.numbers == Array(before) {
        runs[runs.count - 1].last = release
      } else {
        runs.append((release, release))
      }
    }
    return runs.map {
      $0.first.numbers == $0.last.numbers ? "\($0.first)" : "\($0.first) to \($0.last)"
    }
  }
}

/// Makes an entry from its statements.
struct EntryReader {
  private let place: EntryPlace
  private let statements: [Statement]
  private let bytes: [UInt8]

  init(_ bytes: [UInt8], _ place: EntryPlace) throws(PatchError) {
    self.place = place
    self.bytes = bytes
    guard bytes.count <= 1 << 20 else {
      throw PatchError(place.name, "has more than 1 MiB; write longer texts as separate files")
    }
    var reader = StatementReader(bytes, name: place.name)
    statements = try reader.statements()
  }

  func entry() throws(PatchError) -> Entry {
    let first = statements.firstIndex { !Self.isHeader($0) } ?? statements.count
    let header = try header(statements[..<first])
    let releases = try releases(header)
    let conditions = statements[first...].compactMap(Self.condition)
    let instances = place.instances(in: releases, conditions)
    try checkIsForAny(header, releases)
    let sections = SectionReader(place, statements[first...], instances)
    let steps = try sections.steps()
    guard !steps.isEmpty else {
      throw PatchError(place.name, "does nothing: it has no edit, new or generate")
    }
    let requires = (header["Requires"]?.string ?? "").split(separator: " ").map(String.init)
    return Entry(
      id: place.id, subject: header["Subject"]?.string ?? "",
      reason: header["Reason"]?.string ?? "", origin: header["Origin"]?.string ?? "",
      releases: releases, requires: requires, requiresLine: header["Requires"]?.line ?? 1,
      guards: place.guards, text: text(from: statements[first].line), steps: steps)
  }

  /// Checks that there is a release in the header's range for which the guards hold.
  private func checkIsForAny(
    _ header: [String: Statement], _ range: ReleaseRange
  ) throws(PatchError) {
    guard let statement = header["Since"] ?? header["Until"],
      place.instances(in: range, []).isEmpty
    else { return }
    let own = place.instances(in: ReleaseRange(), []).map(\.numbers)
    let known = place.releases.map(\.release).filter { own.contains($0.numbers) }
    guard !known.isEmpty else { return }
    throw error(
      statement,
      "the range \(range) has no release for which series has the entry "
        + "(\(place.guards.words.joined(separator: " "))): that is for "
        + ReleaseRange.runs(known).joined(separator: ", "))
  }

  /// The lines from a line on, from 1, without empty lines at the end.
  private func text(from line: Int) -> String {
    let lines = bytes.split(separator: SourceText.newline, omittingEmptySubsequences: false)
    var rest = lines.dropFirst(line - 1)
    while rest.last?.isEmpty == true { rest.removeLast() }
    return String(decoding: Array(rest.joined(separator: [SourceText.newline])), as: UTF8.self)
  }

  private static let required = ["Subject", "Reason", "Origin"]
  private static let optional = ["Since", "Until", "Requires"]

  private static func isHeader(_ statement: Statement) -> Bool {
    statement.keyword.first?.isUppercase ?? false
  }

  private func header(
    _ statements: ArraySlice<Statement>
  ) throws(PatchError) -> [String: Statement] {
    var header: [String: Statement] = [:]
    for statement in statements {
      let key = statement.words.joined(separator: " ")
      guard (Self.required + Self.optional).contains(key), statement.text != nil else {
        throw error(statement, UnknownWord.problem(key, among: Self.required + Self.optional))
      }
      guard header.updateValue(statement, forKey: key) == nil else {
        throw error(statement, "\(key) is given twice")
      }
    }
    for key in Self.required where header[key]?.text?.isEmpty ?? true {
      let line = header[key]?.line ?? statements.last?.line ?? 1
      throw PatchError(
        "\(place.name):\(line)", "has no \(key):", cure: "add a line \(key): TEXT to the header")
    }
    return header
  }

  private func releases(_ header: [String: Statement]) throws(PatchError) -> ReleaseRange {
    var range = ReleaseRange()
    for (key, end) in [("Since", \ReleaseRange.since), ("Until", \ReleaseRange.until)] {
      guard let statement = header[key] else { continue }
      guard let numbers = KernelRelease.numbers(statement.string) else {
        throw error(statement, "\(key): must be a release such as 2.6.18")
      }
      range[keyPath: end] = numbers
    }
    if range.isBackwards, let statement = header["Until"] {
      throw error(statement, "the range \(range) ends before it begins")
    }
    let written = ["Since", "Until"].compactMap { key in
      header[key].map { "\(key): \($0.string)" }
    }.joined(separator: ", ")
    if let problem = range.problem(among: place.releases, written),
      let statement = header["Since"] ?? header["Until"]
    {
      throw error(statement, problem)
    }
    return range
  }

  /// The condition on releases that a statement contains; architectures and everything else are
  /// ignored.
  private static func condition(_ statement: Statement) -> Condition? {
    var words: [String] = []
    for (keyword, value) in zip(statement.words, statement.words.dropFirst())
    where keyword == "since" || keyword == "until" {
      words += [keyword, value]
    }
    return try? Condition(words)
  }

  private func error(_ statement: Statement, _ problem: String) -> PatchError {
    PatchError("\(place.name):\(statement.line)", problem)
  }
}
