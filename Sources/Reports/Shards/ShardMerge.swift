// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials

/// The reports of all shards, merged to the report of one run.
public struct ShardMerge: Sendable {
  /// Why the reports cannot be merged.
  public struct Problem: Error, Equatable {
    /// The file with the problem; nil if the problem is not in one file.
    public let file: String?
    public let problem: String
    public let cure: String

    public init(file: String?, problem: String, cure: String) {
      (self.file, self.problem, self.cure) = (file, problem, cure)
    }
  }

  /// The command that wrote the reports: `pvkit check`.
  public let command: String
  /// The form of the reports; nil if this version of pvkit does not know it.
  public let form: JsonForm?
  /// The reports, one per line, in the order of the inputs.
  public let lines: [String]
  /// The lines for other formats than JSON, in the same order; not decoded yet.
  private let viewLines: [(name: String, line: String)]
  /// Why images could not be checked, in the order of the inputs: `vmlinuz: is empty; …`.
  public let failures: [String]
  /// The reports of shards that failed for another reason than an image.
  public let unexplained: [String]
  /// The entries that no shard needs.
  public let stale: StaleEntries
  /// The exit code of one run: the highest of the shards, and findings if entries are stale.
  public let exit: Int32

  /// - Parameter files: the names and contents of the shards' reports, in any order.
  /// - Throws: if a shard is missing, was stopped before its end, is given twice, or belongs to
  ///   another run.
  public init(_ files: [(name: String, text: String)]) throws(Problem) {
    var shards: [(end: ShardEnd, name: String)] = []
    var reports = Numbered()
    var views = Numbered()
    for (name, text) in files {
      let (end, rows) = try Self.shard(text, name)
      if let first = shards.first { try Self.check(end, name, beside: first) }
      if let same = shards.first(where: { $0.end.shard == end.shard }) {
        throw Problem(
          file: name, problem: "is shard \(end.shard)/\(end.count), as \(same.name) is",
          cure: "give each shard once")
      }
      shards.append((end, name))
      for row in rows {
        row.isView ? views.add(row.text, row.input, name) : reports.add(row.text, row.input, name)
      }
    }
    try Self.checkWhole(shards.map(\.end))
    let ends = shards.map(\.end)
    let empty = ShardDirectory.empty(ends)
    for (input, failure) in empty {
      guard let form = ends.first.flatMap({ JsonForm(rawValue: $0.of) }) else { continue }
      let view = ShardView(
        input: input, text: ImageText([]), shown: AnnotatedRun.Image(failure))
      reports.add(try Self.line { try renderJSON(failure, of: form) }, input, failure.image)
      views.add(try Self.line { try renderJSON(view, .lines) }, input, failure.image)
    }
    command = ends.first?.command ?? ""
    form = ends.first.flatMap { JsonForm(rawValue: $0.of) }
    lines = reports.inOrder.map(\.line)
    viewLines = views.inOrder
    failures = lines.compactMap { FailureReport(line: $0)?.text }
    let worst = empty.isEmpty ? ends.map(\.exit).max() ?? 0 : Self.failed
    unexplained = failures.isEmpty ? shards.filter { $0.end.exit == Self.failed }.map(\.name) : []
    stale = Self.stale(ends, worst)
    exit = stale.findings.isEmpty ? worst : max(worst, Self.findings)
  }

  private static func line(_ make: () throws -> String) throws(Problem) -> String {
    do { return try make() } catch {
      throw Problem(file: nil, problem: "cannot write a report: \(error)", cure: "report this")
    }
  }

  /// The exit code of a run with findings.
  private static let findings: Int32 = 1
  /// The exit code of a run in which an image could not be checked.
  private static let failed: Int32 = 3

  /// What an image that could not be checked needs is not known.
  ///
  /// - Parameter worst: the exit code of one run, without stale entries.
  private static func stale(_ ends: [ShardEnd], _ worst: Int32) -> StaleEntries {
    let all = ends.compactMap(\.staleEntries)
    guard let first = all.first, all.count == ends.count else { return StaleEntries() }
    let joined = all.dropFirst().reduce(first) { $0.joined(with: $1) }
    return worst == failed ? joined.ofBaseline : joined
  }

  /// The results for other formats than JSON, one per image.
  ///
  /// - Throws: if they were written by another version of pvkit.
  public func views() throws(Problem) -> [ShardView] {
    var views: [ShardView] = []
    for (name, line) in viewLines {
      guard let view = try? JSONDecoder().decode(ShardView.self, from: Data(line.utf8)),
        view.isDrawable
      else {
        throw Problem(
          file: name, problem: "was written by another version of pvkit",
          cure: "run that shard again with this one")
      }
      views.append(view)
    }
    return views
  }

  /// Lines ordered by the number of their input; lines of the same input keep their order.
  private struct Numbered {
    private var all: [(input: Int, order: Int, name: String, line: String)] = []

    mutating func add(_ line: String, _ input: Int, _ name: String) {
      all.append((input, all.count, name, line))
    }

    var inOrder: [(name: String, line: String)] {
      all.sorted { ($0.input, $0.order) < ($1.input, $1.order) }.map { ($0.name, $0.line) }
    }
  }

  /// The keys of a line that are read.
  private struct Line: Decodable {
    let form: String
    let version: Int?
    let input: Int?
  }

  private static func shard(
    _ text: String, _ name: String
  ) throws(Problem) -> (ShardEnd, [(isView: Bool, input: Int, text: String)]) {
    // Lines may end as on Windows, and blank ones, as editors add them, say nothing.
    let all = text.lines
    let rows = all.filter { !$0.isBlank }
    guard let last = rows.last,
      let end = try? JSONDecoder().decode(ShardEnd.self, from: Data(last.utf8)),
      all.last?.isBlank == true
    else { throw unfinished(rows, name) }
    var lines: [(Bool, Int, String)] = []
    for (number, row) in rows.enumerated() {
      let keys = try? JSONDecoder().decode(Line.self, from: Data(row.utf8))
      if let keys { try checkVersion(keys, number + 1, name) }
      guard number < rows.count - 1 else { break }
      guard keys?.form != JsonForm.shard.rawValue else { throw followed(number + 1, name) }
      guard let line = keys, line.form == end.of || line.form == ShardView.form.rawValue,
        let input = line.input,
        // pvkit escapes everything in reports that a terminal may act on; other text is not a
        // report.
        String(row).printable == row
      else {
        throw Problem(
          file: name, problem: "line \(number + 1) is not a report of the form \(end.of.printable)",
          cure: "give the output of `--shard \(end.shard)/\(end.count) --format json`")
      }
      let isView = line.form != end.of
      lines.append((isView, input, isView ? String(row) : withoutInput(row, input)))
    }
    try checkCount(lines.count, end, name)
    try checkDigests(rows.dropLast(), end, name)
    return (end, lines)
  }

  /// Checks that this version of pvkit knows the version of a line's form.
  private static func checkVersion(
    _ line: Line, _ number: Int, _ name: String
  ) throws(Problem) {
    guard let known = JsonForm(rawValue: line.form)?.version, line.version != known else { return }
    let own = line.version.map { "version \($0)" } ?? "no version"
    throw Problem(
      file: name,
      problem: "line \(number) has \(own) of the form \(line.form), of which pvkit "
        + "knows version \(known)",
      cure: "merge the reports with the version of pvkit that wrote them")
  }

  /// Checks that no line was lost, and none was repeated.
  private static func checkCount(
    _ count: Int, _ end: ShardEnd, _ name: String
  ) throws(Problem) {
    guard let expected = end.lines, count != expected else { return }
    let place = "has \(counted(count, "line")) before its last one, which says \(expected): "
    throw count < expected
      ? Problem(file: name, problem: place + "some were lost", cure: "run that shard again")
      : Problem(
        file: name, problem: place + "some were added, as by a run that was stopped before",
        cure: "run that shard again, and write its report to an empty file")
  }

  /// Checks that each line is the one that the shard wrote: as many may have been lost as were added.
  private static func checkDigests(
    _ rows: ArraySlice<Substring>, _ end: ShardEnd, _ name: String
  ) throws(Problem) {
    guard let digests = end.digests else { return }
    let isSame = zip(rows, digests).map { row, digest in ShardEnd.digest(row) == digest }
    let wrong = isSame.firstIndex(of: false) ?? isSame.count
    guard wrong < max(rows.count, digests.count) else { return }
    throw Problem(
      file: name,
      problem: "line \(wrong + 1) is not the line that the shard wrote there: "
        + "lines were lost, added or changed",
      cure: "run that shard again, and write its report to an empty file")
  }

  /// The error for a report without its last line. Only a shard's report numbers its lines.
  private static func unfinished(_ rows: [Substring], _ name: String) -> Problem {
    let end = rows.firstIndex { row in
      (try? JSONDecoder().decode(ShardEnd.self, from: Data(row.utf8))) != nil
    }
    if let end {
      guard end == rows.count - 1 else { return followed(end + 1, name) }
      return Problem(
        file: name, problem: "is cut off: its last line is whole, but has no line end",
        cure: "run that shard again")
    }
    let first = rows.first.flatMap { row in
      try? JSONDecoder().decode(Line.self, from: Data(row.utf8))
    }
    if let first, first.input == nil {
      return Problem(
        file: name,
        problem: "is not a shard's report, but the \(first.form.printable) report of a whole run",
        cure: "a whole run needs no merge; give the output of `--shard I/N --format json`")
    }
    // A shard that was stopped within its first line may have written only a part of it.
    let start = "{\""
    guard let row = rows.first, !row.hasPrefix(start), !start.hasPrefix(row) else {
      return stopped(name)
    }
    return Problem(
      file: name, problem: "is not a JSON report",
      cure: "give the output of `--shard I/N --format json`")
  }

  private static func followed(_ line: Int, _ name: String) -> Problem {
    Problem(
      file: name, problem: "line \(line) ends a shard's report, and more lines follow it",
      cure: "write each report to a file of its own, which is empty before")
  }

  private static func stopped(_ name: String) -> Problem {
    Problem(
      file: name, problem: "has no last line of a shard's report: the shard was stopped",
      cure: "run that shard again")
  }

  /// The line as a run without shards writes it. Within a JSON string, quotes are escaped, so the
  /// first match is the key.
  private static func withoutInput(_ line: Substring, _ input: Int) -> String {
    var whole = String(line)
    if let range = whole.firstRange(of: "\"input\":\(input),") { whole.removeSubrange(range) }
    return whole
  }

  private static func check(
    _ end: ShardEnd, _ name: String, beside first: (end: ShardEnd, name: String)
  ) throws(Problem) {
    guard end.of == first.end.of, end.command == first.end.command,
      end.count == first.end.count, end.inputs == first.end.inputs
    else {
      throw Problem(
        file: name,
        problem: "is a shard of \(words(end)), and \(first.name) of \(words(first.end))",
        cure: "give the shards of one run, with the same files")
    }
    guard end.files == first.end.files else {
      throw Problem(
        file: name, problem: "is a shard of other files than \(first.name)",
        cure: "give the shards of one run, with the same files")
    }
    guard let (option, own, others) = end.difference(from: first.end) else { return }
    throw Problem(
      file: name,
      problem: """
        was made with \(option.printable) \(own.printable), and \(first.name) with \(others.printable)
        """,
      cure: "run one of them again with the options of the other")
  }

  private static func words(_ end: ShardEnd) -> String {
    "\(end.of.printable) over \(counted(end.inputs, "file")) in \(counted(end.count, "shard"))"
  }

  /// Checks that no shard is missing. The number of shards comes from an untrusted file: nothing is
  /// allocated by it.
  private static func checkWhole(_ ends: [ShardEnd]) throws(Problem) {
    guard let count = ends.first?.count else { return }
    let given = Set(ends.map(\.shard).filter { $0 >= 1 && $0 <= count })
    let missing = max(count, 1) - given.count
    guard missing > 0 else { return }
    let numbers = (1...max(count, 1)).lazy.filter { !given.contains($0) }.prefix(10)
    let names = numbers.map { "\($0)/\(count)" }.joined(separator: ", ")
    throw Problem(
      file: nil,
      problem: "\(missing) of \(count) shards \(missing == 1 ? "is" : "are") missing: \(names)"
        + (missing > 10 ? ", …" : ""),
      cure: missing == 1
        ? "run it, and give its report as well" : "run them, and give their reports as well")
  }
}
