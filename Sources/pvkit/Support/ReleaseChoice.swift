// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import HypervisorABI

/// One or more releases of Xen: `4.17`, `all`, `3.4-4.17`, `3.4,4.2,4.17`.
struct ReleaseChoice: Sendable {
  /// Oldest first, without duplicates; never empty.
  let releases: [XenRelease]
  /// How updates that are newer than the known ones are read, in words.
  let readings: [String]

  static let standard = ReleaseChoice(releases: [.standard])

  /// The release if there is only one; nil otherwise.
  var only: XenRelease? { releases.count == 1 ? releases[0] : nil }

  /// The releases as text: `4.17`, or `4.16,4.17`.
  var text: String { releases.map(\.description).joined(separator: ",") }

  /// Parses releases as `XenRelease.parse` does.
  static func parse(_ text: String) throws -> ReleaseChoice {
    try ReleaseChoice(text, XenRelease.parse)
  }

  /// Parses releases as `XenRelease.exactly` does, which distinguishes stable updates.
  static func exactly(by text: String) throws -> ReleaseChoice {
    try ReleaseChoice(text, XenRelease.exactly)
  }

  private init(releases: [XenRelease]) { (self.releases, readings) = (releases, []) }

  /// - Throws: `ValidationError`, which names the first wrong item of a list with its number.
  private init(_ text: String, _ read: (String) throws -> XenRelease) throws {
    let parts = Self.parts(of: text, at: ",")
    var found: Set<XenRelease> = []
    var wrong: [(index: Int, message: String)] = []
    for (index, part) in parts.enumerated() {
      do {
        if part.isEmpty, parts.count > 1 { throw Self.empty(index, of: parts.count) }
        found.formUnion(try Self.releases(of: part, read))
      } catch let error as ValidationError {
        wrong.append((index, error.message))
      }
    }
    guard let first = wrong.first else {
      releases = found.sorted()
      let names = parts.flatMap { Self.parts(of: $0, at: "-") }
      readings = names.compactMap { XenRelease($0)?.reading }
      return
    }
    guard parts.count > 1 else { throw ValidationError(first.message) }
    let others = wrong.dropFirst().map { "item \($0.index + 1)" }
    let more =
      others.isEmpty
      ? "" : "; also wrong: " + others.prefix(Self.mostNamed).joined(separator: ", ")
    throw ValidationError("item \(first.index + 1) of \(parts.count): \(first.message)\(more)")
  }

  /// The most wrong items to name after the first one.
  private static let mostNamed = 5

  private static func empty(_ index: Int, of count: Int) -> ValidationError {
    switch index {
    case 0: ValidationError("nothing precedes the first comma; remove the comma")
    case count - 1: ValidationError("nothing follows the last comma; remove the comma")
    default: ValidationError("nothing is between two commas; remove one of them")
    }
  }

  /// The parts without white space around them: `4.2, 4.17`, `4.2 - 4.17`.
  private static func parts(of text: String, at separator: Character) -> [String] {
    text.split(separator: separator, omittingEmptySubsequences: false).map { trimmed($0) }
  }

  private static func trimmed(_ part: Substring) -> String {
    let start = part.drop(while: \.isWhitespace)
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { String(start[...$0]) } ?? ""
  }

  private static func releases(
    of part: String, _ read: (String) throws -> XenRelease
  ) throws -> [XenRelease] {
    if part == "all" { return XenRelease.modelled }
    let ends = parts(of: part, at: "-")
    guard ends.count > 1 else {
      if let error = otherSeparator(part) { throw error }
      return [try read(part)]
    }
    guard ends.count == 2, !ends.contains(""), !ends.contains("all") else {
      throw ValidationError(
        "\(part.printable) is not a range, which is the oldest release, a hyphen and the newest, "
          + "such as 3.4-4.17")
    }
    let (first, last) = (try read(ends[0]), try read(ends[1]))
    guard first <= last else {
      throw ValidationError("\(part): give the older release first: \(ends[1])-\(ends[0])")
    }
    return [first] + XenRelease.modelled.filter { first < $0 && $0 < last } + [last]
  }

  /// The error for releases that something else than a comma or a hyphen separates; nil if the text
  /// is something else.
  private static func otherSeparator(_ part: String) -> ValidationError? {
    for mark in ["...", "..", "…", "–", ":", ";", "/", "|", "+", " "] {
      let items = part.split(separator: mark).map { trimmed($0) }
      guard items.count > 1, items.allSatisfy({ XenRelease($0) != nil }) else { continue }
      let range = items.count == 2 ? ", or a range as \(items[0])-\(items[1])" : ""
      return ValidationError(
        "\(part.printable): write a list as \(items.joined(separator: ","))\(range)")
    }
    return nil
  }

  /// The help text of the option.
  static let help = """
    The release of Xen: \(XenRelease.range); or several: all, 3.4-4.17, 3.4,4.2,4.17, which gives one table. \
    (default: \(XenRelease.standard))
    """
}

/// `--xen R`, where R can be several releases.
struct ReleasesOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(ReleaseChoice.help, valueName: "releases"),
    completion: .list(["all"] + XenRelease.names), transform: ReleaseChoice.parse)
  var xen = ReleaseChoice.standard
}
