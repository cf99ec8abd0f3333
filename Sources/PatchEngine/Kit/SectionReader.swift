// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Reads what follows an entry's header: sections, and alternatives between them.
///
/// Alternatives are checked for every release that the kit knows, and then flattened: each step and
/// each edit has all conditions under which it is done.
struct SectionReader {
  private let place: EntryPlace
  private var cursor: StatementCursor
  private let instances: [Instance]

  /// - Parameter instances: the releases and architectures for which exactly one alternative must
  ///   hold.
  init(_ place: EntryPlace, _ statements: ArraySlice<Statement>, _ instances: [Instance]) {
    self.place = place
    self.instances = instances
    cursor = StatementCursor(statements, place)
  }

  func steps() throws(PatchError) -> [any Step] {
    var reader = self
    let steps = try reader.items(instances, [], depth: 0)
    if let rest = reader.cursor.peek { throw reader.cursor.error(rest, Self.stray(rest)) }
    return steps
  }

  /// The problem with a keyword of alternatives that is not in an alternative.
  private static func stray(_ statement: Statement) -> String {
    switch statement.keyword {
    case "or": "is `or` without `either`"
    case "nothing": "is `nothing` outside an alternative (either, or)"
    default: "is `end` without `either`, `from` or `to`"
    }
  }

  private mutating func items(
    _ instances: [Instance], _ conditions: [Condition], depth: Int
  ) throws(PatchError) -> [any Step] {
    var steps: [any Step] = []
    var size = 0
    while let statement = cursor.peek, !["or", "end", "nothing"].contains(statement.keyword) {
      if statement.keyword == "either" {
        let this = self
        let chosen = try cursor.choice(instances, conditions, depth: depth) {
          (cursor, instances, conditions) throws(PatchError) in
          var reader = this
          reader.cursor = cursor
          defer { cursor = reader.cursor }
          return try reader.items(instances, conditions, depth: depth + 1)
        }
        steps += chosen
        size += chosen.bytesOfFiles
      } else {
        steps.append(try step(instances, conditions))
        size += steps.suffix(1).bytesOfFiles
      }
      guard size <= NewStep.mostBytes else {
        throw cursor.error(
          statement,
          "has more than \(NewStep.mostBytes >> 20) MiB of files together with those before it")
      }
    }
    return steps
  }

  private mutating func step(
    _ instances: [Instance], _ conditions: [Condition]
  ) throws(PatchError) -> any Step {
    let statement = cursor.take()
    guard let type = Steps.all.first(where: { $0.keyword == statement.keyword }) else {
      throw cursor.error(
        statement,
        UnknownWord.problem(statement.keyword, among: Steps.all.map { $0.keyword } + ["either"]))
    }
    let head = try SectionHead(statement, place, options: type.options(statement), conditions)
    let own = instances.filter { head.conditions.hold($0) }
    if let problem = place.neverHolds(head.conditions, among: instances) {
      throw cursor.error(statement, problem)
    }
    for instance in own {
      guard let known = place.known(instance.numbers) else { continue }
      if let name = known.missingName(in: head.path, on: instance.architecture) {
        throw cursor.error(statement, missing(name, known, instance.architecture))
      }
      guard let path = known.expand(head.path, on: instance.architecture),
        SectionHead.staysInside(path)
      else {
        throw cursor.error(statement, "\(head.path) is not a valid path in a kernel tree")
      }
    }
    var section = Section(place: place, head: head, edits: [])
    if type.keyword == EditStep.keyword {
      var reader = EditReader(cursor)
      section.edits = try reader.edits(own)
      cursor = reader.cursor
    }
    return try type.init(section)
  }

  /// The message for a name in a path that a release does not define.
  private func missing(
    _ name: String, _ known: KnownRelease, _ architecture: Architecture
  ) -> String {
    let names = Set(place.releases.flatMap(\.paths.keys)).sorted()
    guard names.contains(name) else {
      return "\(place.kit)/releases has no Path \(name): " + UnknownWord.problem(name, among: names)
    }
    return "\(place.kit)/releases/\(known.release) does not define {\(name)} for "
      + "\(architecture.rawValue); add this line to it: Path \(name) \(architecture.rawValue): DIRECTORY"
  }
}

/// Iterates over statements.
struct StatementCursor {
  private let statements: ArraySlice<Statement>
  private let place: EntryPlace
  private var next: Int

  init(_ statements: ArraySlice<Statement>, _ place: EntryPlace) {
    self.statements = statements
    self.place = place
    next = statements.startIndex
  }

  /// The next statement; nil at the end.
  var peek: Statement? { next < statements.endIndex ? statements[next] : nil }

  /// The keyword of the first statement at or after this place that is not itself part of the
  /// notation of alternatives. It shows whether an `either` contains sections or edits.
  var keywordInChoice: String? {
    statements[next...].first { !["either", "or", "nothing", "end"].contains($0.keyword) }?.keyword
  }

  mutating func take() -> Statement {
    defer { next += 1 }
    return statements[next]
  }

  func error(_ statement: Statement, _ problem: String) -> PatchError {
    PatchError("\(place.name):\(statement.line)", problem)
  }

  /// Reads `either CONDITION:` … `or CONDITION:` … `end`.
  ///
  /// - Throws: unless exactly one alternative holds for each instance.
  mutating func choice<Item>(
    _ instances: [Instance], _ conditions: [Condition], depth: Int,
    _ items: (inout StatementCursor, [Instance], [Condition]) throws(PatchError) -> [Item]
  ) throws(PatchError) -> [Item] {
    let head = take()
    guard depth < 4 else { throw error(head, "alternatives are nested too deeply") }
    var (all, branches, opening): ([Item], [Condition], Statement) = ([], [], head)
    while true {
      let condition = try condition(opening)
      branches.append(condition)
      if let problem = place.neverHolds(conditions + [condition], among: instances) {
        throw error(opening, problem)
      }
      let own = try items(&self, instances.filter(condition.holds), conditions + [condition])
      if own.isEmpty {
        guard let statement = peek, statement.keyword == "nothing", statement.text == nil else {
          throw error(opening, "is empty; write `nothing` if it changes nothing")
        }
        _ = take()
      }
      all += own
      guard let statement = peek else { throw error(head, "is not closed by end") }
      opening = take()
      if statement.keyword == "end" { break }
      guard statement.keyword == "or" else { throw error(statement, "must be `or` or `end`") }
    }
    try checkExactlyOne(branches, instances, head)
    return all
  }

  /// Reads the condition of `either CONDITION:` or `or CONDITION:`.
  private func condition(_ opening: Statement) throws(PatchError) -> Condition {
    guard opening.text?.isEmpty == true, opening.words.count > 1 else {
      throw error(opening, "must be: \(opening.keyword) [since R] [until R] [on ARCHITECTURE]:")
    }
    let condition: Condition
    do throws(Condition.Problem) { condition = try Condition(opening.words.dropFirst()) } catch {
      throw PatchError("\(place.name):\(opening.line)", error.text)
    }
    if let problem = condition.problem(among: place.releases) { throw error(opening, problem) }
    return condition
  }

  private func checkExactlyOne(
    _ branches: [Condition], _ instances: [Instance], _ head: Statement
  ) throws(PatchError) {
    for instance in instances {
      let count = branches.count { $0.holds(instance) }
      guard count != 1 else { continue }
      throw error(
        head,
        "\(count == 0 ? "no alternative holds" : "\(count) alternatives hold") "
          + "for \(instance); exactly one must")
    }
  }
}
