// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestCode
import GuestImage
import Reports
import Synchronization

/// The contents of a project file, `.pvkit.toml`.
struct Project: Sendable {
  static let name = ".pvkit.toml"
  /// The project file of this run; nil if there is none.
  static let current = Mutex<Project?>(nil)

  /// The file's name, relative to the working directory or as the user gave it.
  let file: String
  /// The names of key `images`: paths and patterns relative to the file's directory, which are
  /// checked if the command line names no images.
  private(set) var named: [(name: String, place: Toml.Place)] = []
  /// Whether the images of this run are those.
  private(set) var givesImages = false
  /// Where the file names other files, by their paths from the working directory.
  private(set) var places: [String: Toml.Place] = [:]
  /// The levels by rule id.
  private var severities: [String: RuleLevels.Level] = [:]
  /// The levels in this run's project file.
  static var levels: RuleLevels { RuleLevels(current.withLock { $0?.severities ?? [:] }) }
  /// The settings of this run's project file that reports depend on, except those that are passed
  /// as options.
  static var asked: [String: String] {
    current.withLock { project in
      guard let project else { return [:] }
      var asked: [String: String] = [:]
      for (rule, level) in project.severities { asked["severity of \(rule)"] = level.rawValue }
      let exceptions = project.exceptions.map { "\($0.rule) \($0.image)" }
      guard !exceptions.isEmpty else { return asked }
      let text = exceptions.sorted().joined(separator: "\n")
      asked["suppressed rules"] = ContentHash(Array(text.utf8)).description
      return asked
    }
  }
  private(set) var suppressions: [Suppressions.Entry] = []
  /// The findings of check to accept.
  private(set) var exceptions: [RuleExceptions.Entry] = []
  /// The baseline report of each command.
  private var baselines: [ProjectKey.Command: String] = [:]
  private var values: [(key: ProjectKey, texts: [String], place: Toml.Place)] = []

  /// Why a text is not a project file: `.pvkit.toml:3:1: …`.
  struct Problem: Error, CustomStringConvertible {
    let file: String
    let problem: Toml.Problem

    var description: String { "\(file):\(problem.place): \(problem.text)".printable }
  }

  private static let mostBytes = 1 << 20

  init(file: String) throws {
    let text = try ImageFile.text(
      file, limit: Self.mostBytes, wanted: "a project file (pvkit init)")
    try self.init(text, file: file)
  }

  init(_ text: String, file: String) throws(Problem) {
    self.file = file
    do throws(Toml.Problem) {
      for table in try Toml(text).tables { try take(table) }
    } catch { throw Problem(file: file, problem: error) }
  }

  /// The options for that command that the project file sets.
  ///
  /// - Parameter own: the arguments of the user. An option with one value that they contain is left
  ///   out.
  /// - Throws: for a value that only other commands take.
  func arguments(
    for command: ProjectKey.Command, besides own: some Collection<String>
  ) throws(Problem) -> [String] {
    var arguments: [String] = []
    for (key, texts, place) in values where key.commands.contains(command) {
      let isGiven = own.contains { $0 == key.option || $0.hasPrefix(key.option + "=") }
      guard key.kind != .text || !isGiven else { continue }
      for text in texts {
        if let refusal = key.refusal(command, text) {
          throw Problem(file: file, problem: Toml.Problem(place, "\(key.name): \(refusal)"))
        }
        arguments += key.kind == .flag ? [key.option] : [key.option, text]
      }
    }
    return arguments + (baselines[command].map { ["--baseline", $0] } ?? [])
  }
}

extension Project {
  private mutating func take(_ table: Toml.Table) throws(Toml.Problem) {
    switch (table.name, table.isOneOfMany) {
    case ("", _): for entry in table.entries { try take(entry) }
    case ("severity", false): for entry in table.entries { try takeSeverity(entry) }
    case ("baseline", false): for entry in table.entries { try takeBaseline(entry) }
    case ("suppression", true): try takeSuppression(table)
    case ("suppression", false):
      throw Toml.Problem(table.place, "there may be several: write [[suppression]]")
    default:
      throw Toml.Problem(
        table.place,
        "there is no table \(table.name); expected [severity], [baseline] or [[suppression]]")
    }
  }

  private mutating func take(_ entry: Toml.Entry) throws(Toml.Problem) {
    guard let key = ProjectKey.all.first(where: { $0.name == entry.key }) else {
      throw Self.unknown("key", entry.key, entry.place, ProjectKey.all.map(\.name))
    }
    let texts = try texts(of: key, entry)
    for (text, place) in texts {
      if let complaint = key.complaint(text) {
        throw Toml.Problem(place, "\(key.name): \(complaint)")
      }
    }
    if key.name == "images" {
      named = texts.map { (name: $0.0, place: $0.1) }
    } else {
      if key.isPath { for (text, place) in texts { places[path(text)] = place } }
      values.append((key, texts.map { key.isPath ? path($0.0) : $0.0 }, entry.item.place))
    }
  }

  /// The values of a key with their places; a single empty value for a flag that is true.
  private func texts(
    of key: ProjectKey, _ entry: Toml.Entry
  ) throws(Toml.Problem) -> [(String, Toml.Place)] {
    switch (key.kind, entry.item.value) {
    case (.text, .string(let text)): return [(text, entry.item.place)]
    case (.text, .array(let items)) where key.isList:
      var parts: [String] = []
      for item in items {
        let text = try Self.text(item, entry.key)
        if let complaint = key.complaint(text) {
          throw Toml.Problem(item.place, "\(key.name): \(complaint)")
        }
        parts.append(text)
      }
      return [(parts.joined(separator: ","), entry.item.place)]
    case (.flag, .boolean(let isSet)): return isSet ? [("", entry.item.place)] : []
    case (.texts, .array(let items)):
      var texts: [(String, Toml.Place)] = []
      for item in items { texts.append((try Self.text(item, entry.key), item.place)) }
      return texts
    default:
      throw Toml.Problem(entry.item.place, "\(key.name): expected a value such as \(key.example)")
    }
  }

  private static func text(_ item: Toml.Item, _ key: String) throws(Toml.Problem) -> String {
    guard case .string(let text) = item.value, !text.isEmpty, !text.contains("\0") else {
      throw Toml.Problem(item.place, "\(key): expected a string that is not empty")
    }
    return text
  }

  private mutating func takeSeverity(_ entry: Toml.Entry) throws(Toml.Problem) {
    let known = RuleLevels.rules.map(\.id)
    guard known.contains(entry.key) else {
      let others = known.filter { Rules.named($0) == nil }
      throw Toml.Problem(
        entry.place,
        "there is no rule \(entry.key); nearest: "
          + Rules.nearest(to: entry.key, among: others).joined(separator: ", "))
    }
    guard case .string(let text) = entry.item.value, let level = RuleLevels.Level(rawValue: text)
    else {
      let names = RuleLevels.Level.allCases.map { "\"\($0)\"" }.joined(separator: ", ")
      throw Toml.Problem(entry.item.place, "\(entry.key): expected one of \(names)")
    }
    guard entry.key != LoaderRefuses.id || level == .error else {
      throw Toml.Problem(
        entry.item.place,
        "\(entry.key): a refusal is the verdict itself, and always an error; suppress it by "
          + "[[suppression]] with a reason, or do not ask for the mode")
    }
    severities[entry.key] = level
  }

  private mutating func takeBaseline(_ entry: Toml.Entry) throws(Toml.Problem) {
    guard let command = ProjectKey.Command.allCases.first(where: { $0.key == entry.key }) else {
      throw Self.unknown(
        "command", entry.key, entry.place, ProjectKey.Command.allCases.map(\.key))
    }
    let file = path(try Self.text(entry.item, entry.key))
    baselines[command] = file
    places[file] = entry.item.place
  }

  private static let suppressionKeys = ["function", "class", "rule", "image", "reason"]

  private mutating func takeSuppression(_ table: Toml.Table) throws(Toml.Problem) {
    var texts: [String: (text: String, place: Toml.Place)] = [:]
    for entry in table.entries {
      guard Self.suppressionKeys.contains(entry.key) else {
        throw Self.unknown("key", entry.key, entry.place, Self.suppressionKeys)
      }
      texts[entry.key] = (try Self.text(entry.item, entry.key), entry.item.place)
    }
    if texts["rule"] != nil || texts["image"] != nil { return try takeException(table, texts) }
    guard let kind = texts["class"] else {
      throw Toml.Problem(
        table.place,
        "the suppression has no class, which pvkit scan names, nor a rule of pvkit check")
    }
    guard Suppressions.classes.contains(kind.text) else {
      throw Self.unknown(
        "class of instructions or wrong hypercalls", kind.text, kind.place,
        Suppressions.classes.sorted())
    }
    guard let reason = texts["reason"] else {
      throw Toml.Problem(
        table.place, "the suppression has no reason; say why the instruction is correct")
    }
    suppressions.append(
      Suppressions.Entry(
        file: file, line: table.place.line, symbol: texts["function"]?.text ?? "*",
        kind: kind.text, reason: reason.text))
  }

  /// Takes a suppression of a rule of check in some images.
  private mutating func takeException(
    _ table: Toml.Table, _ texts: [String: (text: String, place: Toml.Place)]
  ) throws(Toml.Problem) {
    for key in ["class", "function"] {
      if let other = texts[key] {
        throw Toml.Problem(
          other.place, "\(key) is for an instruction, rule and image for a finding of check")
      }
    }
    for (key, hint) in [
      ("rule", "take it from pvkit check"),
      ("image", "its name, or a pattern such as vmlinuz-*"), ("reason", "say why it is right"),
    ] where texts[key] == nil {
      throw Toml.Problem(table.place, "the suppression has no \(key); \(hint)")
    }
    guard let rule = texts["rule"], let image = texts["image"], let reason = texts["reason"] else {
      return
    }
    guard Rules.named(rule.text) != nil else {
      throw Toml.Problem(
        rule.place,
        "there is no rule \(rule.text); nearest: "
          + Rules.nearest(to: rule.text).joined(separator: ", "))
    }
    exceptions.append(
      RuleExceptions.Entry(
        file: file, line: table.place.line, rule: rule.text, image: image.text,
        reason: reason.text))
  }

  private static func unknown(
    _ what: String, _ name: String, _ place: Toml.Place, _ names: [String]
  ) -> Toml.Problem {
    let near = Nearest.names(name, among: names, limit: 3)
    let hint =
      near.isEmpty
      ? (names.count < 12 ? "; expected one of \(names.joined(separator: ", "))" : "")
      : "; did you mean \(near.joined(separator: ", "))?"
    return Toml.Problem(place, "there is no \(what) \(name)\(hint)")
  }
}

/// The images that a project file names.
extension Project {
  /// The images to check, after which their errors say where the file names them.
  static func takeImages() -> [String] {
    current.withLock { project in
      project?.givesImages = true
      return project?.images ?? []
    }
  }

  /// The end of the error that no image is named: how a project file names them. Empty if the
  /// command reads no project file.
  static var missingImages: String {
    guard command(Array(FileName.arguments.dropFirst())) != nil else { return "" }
    return current.withLock { project in
      guard let project else {
        return "; a project file can name them (\(name), which `pvkit init IMAGE ...` writes)"
      }
      return "; \(project.file) names none (key images)"
    }
  }

  /// The images to check if the command line names none. A pattern that matches no file is kept
  /// unchanged, as in a shell, so that it is reported as missing.
  var images: [String] {
    named.flatMap { name, _ in
      let path = path(name)
      guard Self.isPattern(name), !FileName.exists(path) else { return [path] }
      let found = FileName.files(below: name.hasPrefix("/") ? "" : directory, name)
      return found.isEmpty ? [path] : found
    }
  }
}
