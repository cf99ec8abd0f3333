// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Reads `series`: one entry per line, in the order of application, followed by its guards
/// (architectures and eras).
struct SeriesReader {
  private let directory: String
  private let releases: [KnownRelease]
  private let xen: XenRelease

  init(_ directory: String, _ releases: [KnownRelease], _ xen: XenRelease) {
    (self.directory, self.releases, self.xen) = (directory, releases, xen)
  }

  /// The maximum number of entries.
  private static let most = 1000

  func entries() throws(PatchError) -> [Entry] {
    guard let series = try KitFile.read("series", in: directory) else {
      throw PatchError(directory + "/series", "is missing")
    }
    var entries: [Entry] = []
    var size = 0
    let lines = String(decoding: series, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let listed = lines.filter { !$0.hasPrefix("#") }.compactMap {
      $0.split(whereSeparator: { $0 == " " || $0 == "\t" }).first.map(String.init)
    }
    for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      let row = "\(directory)/series:\(index + 1)"
      let (id, guards) = try Self.row(line, after: entries, row)
      guard entries.count < Self.most else {
        throw PatchError(directory + "/series", "has more than \(Self.most) entries")
      }
      let entry = try entry(id, guards, after: entries, of: listed, row)
      size += entry.steps.bytesOfFiles
      guard size <= NewStep.mostBytes else {
        throw PatchError(
          directory, "has more than \(NewStep.mostBytes >> 20) MiB of files, from \(id) on")
      }
      entries.append(entry)
    }
    try checkAllListed(entries)
    try checkTogether(entries, storing: storedFiles(of: entries))
    return entries
  }

  /// Checks the entries against each other: every file in the kit is used, and no created file is a
  /// directory of another one.
  ///
  /// - Parameter files: the files that the kit stores for the entries.
  func checkTogether(_ entries: [Entry], storing files: [StoredFile]) throws(PatchError) {
    try checkFiles(entries, files)
    for known in releases { try checkPaths(entries, known) }
  }

  /// Checks that no file that a release gets is inside another file. Such a tree could not be
  /// changed, and a change that was begun could not be undone.
  private func checkPaths(_ entries: [Entry], _ known: KnownRelease) throws(PatchError) {
    let target = KitTarget(known)
    let steps = entries.flatMap { entry in entry.steps(for: target).map { (entry, $0) } }
    try checkMadeOnce(steps.filter { !($0.1.step is EditStep) }, known)
    let made = steps.filter { !($0.1.step is EditStep) }.map(\.1.path)
    guard let nested = NestedFiles(made: Set(made), among: steps.map(\.1.path)) else { return }
    let (other, outer) = (
      steps.last { $0.1.path == nested.inner }, steps.first { $0.1.path == nested.outer }
    )
    guard let (entry, placed) = other, let outer else { return }
    throw PatchError(
      "\(directory)/\(entry.id)/entry:\(placed.step.head.statement.line)",
      "\(nested.inner) would be in \(nested.outer), which \(outer.0.id) creates as a file for Linux "
        + "\(known.release)", cure: "rename one of them")
  }

  /// Checks that no file is created by two entries, even if only one of them is chosen.
  private func checkMadeOnce(
    _ made: [(entry: Entry, placed: PlacedStep)], _ known: KnownRelease
  ) throws(PatchError) {
    var first: [String: (entry: Entry, placed: PlacedStep)] = [:]
    for (entry, placed) in made {
      guard let other = first.updateValue((entry, placed), forKey: placed.path) else { continue }
      throw PatchError(
        "\(directory)/\(entry.id)/entry:\(placed.step.head.statement.line)",
        "\(placed.path) is also created for Linux \(known.release) by \(other.entry.id), line "
          + "\(other.placed.step.head.statement.line)", cure: "remove one of the two")
    }
  }

  /// Parses `GROUP/NUMBER-NAME +GUARD …`.
  private static func row(
    _ line: Substring, after entries: [Entry], _ place: String
  ) throws(PatchError) -> (id: String, Guards) {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
    guard let id = words.first.map(String.init), isName(id) else {
      throw PatchError(
        place,
        "must be: GROUP/NUMBER-NAME [+ARCHITECTURE …] [+ERA …]"
          + SectionHead.foreign(String(line)))
    }
    let known = (Architecture.allCases.map(\.rawValue) + Era.allCases.map(\.rawValue)).map {
      "+" + $0
    }
    if let word = words.dropFirst().first(where: { !known.contains(String($0)) }) {
      throw PatchError(place, UnknownWord.problem(String(word), among: known))
    }
    guard let guards = Guards(words.dropFirst()) else {
      throw PatchError(place, "has a guard twice")
    }
    let number = id.split(separator: "/")[1].prefix(4)
    if let other = entries.first(where: { $0.id.split(separator: "/")[1].prefix(4) == number }) {
      throw other.id == id
        ? PatchError(place, "\(id) is listed twice", cure: "remove one of the lines")
        : PatchError(
          place, "\(id) has the same number as \(other.id)",
          cure: "give one of them another number; numbers are unique across all groups")
    }
    return (id, guards)
  }

  static func isName(_ id: String) -> Bool {
    let parts = id.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, SectionHead.staysInside(id), !reserved.contains(String(parts[0])) else {
      return false
    }
    let digits = parts[1].prefix { $0 != "-" }
    return digits.count == 4 && digits.allSatisfy { $0.isASCII && $0.isNumber }
      && parts[1].count > 5
  }

  private static let reserved = ["releases", "suppressions", "configs"]

  private func entry(
    _ id: String, _ guards: Guards, after entries: [Entry], of listed: [String], _ row: String
  ) throws(PatchError) -> Entry {
    let file = id + "/entry"
    guard let bytes = try KitFile.read(file, in: directory) else {
      throw PatchError(
        row, "lists \(id), but \(directory)/\(file) is missing",
        cure: "write it, or remove the line")
    }
    let place = EntryPlace(
      id: id, name: "\(directory)/\(file)", kit: directory, xen: xen, guards: guards,
      releases: releases)
    let entry = try EntryReader(bytes, place).entry()
    try checkRequired(entry, by: place, among: entries, of: listed)
    return entry
  }

  /// Checks that the entries that an entry requires come before it, and are for every architecture
  /// and era that it is for.
  private func checkRequired(
    _ entry: Entry, by place: EntryPlace, among entries: [Entry], of listed: [String]
  ) throws(PatchError) {
    let line = "\(place.name):\(entry.requiresLine)"
    for id in entry.requires {
      guard let other = entries.first(where: { $0.id == id }) else {
        guard id != entry.id else {
          throw PatchError(line, "requires \(id), which is itself", cure: "remove it")
        }
        guard !listed.contains(id) else {
          throw PatchError(
            line, "requires \(id), which comes after it in series",
            cure: "move the line of one of them, or remove the requirement")
        }
        let near = Nearest.names(id, among: listed.filter { $0 != entry.id }, limit: 2)
        throw PatchError(
          line, "requires \(id.printable), which is not in series",
          cure: near.isEmpty ? "" : "nearest: \(near.joined(separator: ", "))")
      }
      for (architecture, era) in releases.flatMap(\.eras)
      where entry.guards.hold(architecture, era) && !other.guards.hold(architecture, era) {
        throw PatchError(
          line, "requires \(id), which is not for \(architecture.rawValue) \(era.rawValue)")
      }
    }
  }

  /// Checks that `series` lists every directory of an entry.
  private func checkAllListed(_ entries: [Entry]) throws(PatchError) {
    let listed = Set(entries.map(\.id))
    for group in try KitFile.kitNames(directory) ?? []
    where KitFile.isDirectory(directory + "/" + group) && !Self.reserved.contains(group) {
      for name in try KitFile.kitNames(directory + "/" + group) ?? []
      where !listed.contains(group + "/" + name) {
        let id = "\(group)/\(name)"
        throw PatchError(
          "\(directory)/\(id)", "is not listed in series",
          cure: Self.isName(id)
            ? "add a line with \(id) to series, or remove it here"
            : "a group contains only entries, each a directory NUMBER-NAME; move it away")
      }
    }
  }

  /// A file in an entry's directory.
  struct StoredFile {
    /// The ID of the entry.
    let entry: String
    /// The path from the entry's directory.
    let path: String
  }

  /// All files in the directories of the entries, except for the entries themselves.
  func storedFiles(of entries: [Entry]) throws(PatchError) -> [StoredFile] {
    var all: [StoredFile] = []
    for entry in entries {
      for path in try KitFile.all(below: "\(directory)/\(entry.id)")
      where path != "entry" && !path.split(separator: "/").contains(where: KitFile.isLeftover) {
        all.append(StoredFile(entry: entry.id, path: path))
      }
    }
    return all
  }

  /// Checks that every file of an entry is used.
  private func checkFiles(_ entries: [Entry], _ files: [StoredFile]) throws(PatchError) {
    let used = Set(entries.flatMap(\.steps).compactMap { ($0 as? NewStep)?.source })
    guard let file = files.first(where: { !used.contains("\($0.entry)/\($0.path)") }) else {
      return
    }
    throw PatchError(
      "\(directory)/\(file.entry)/\(file.path)", "is used by no entry",
      cure: file.path.hasPrefix("files/")
        ? "add `new \(file.path.dropFirst(6))` to one, or remove it"
        : "an entry's files are below \(file.entry)/files; move it there, or remove it")
  }
}
