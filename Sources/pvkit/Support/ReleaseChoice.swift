// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI

/// One or more releases of Xen: `4.17`, `all`, `3.4-4.17`, `3.4,4.2,4.17`.
struct ReleaseChoice: Sendable {
  /// Oldest first, without duplicates; never empty.
  let releases: [XenRelease]

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

  private init(releases: [XenRelease]) { self.releases = releases }

  private init(_ text: String, _ read: (String) throws -> XenRelease) throws {
    let parts = Self.parts(of: text, at: ",")
    releases = Set(try parts.flatMap { try Self.releases(of: $0, read) }).sorted()
  }

  /// The parts without white space around them: `4.2, 4.17`, `4.2 - 4.17`.
  private static func parts(of text: String, at separator: Character) -> [String] {
    text.split(separator: separator, omittingEmptySubsequences: false).map { part in
      let start = part.drop(while: \.isWhitespace)
      let end = start.lastIndex { !$0.isWhitespace }
      return end.map { String(start[...$0]) } ?? ""
    }
  }

  private static func releases(
    of part: String, _ read: (String) throws -> XenRelease
  ) throws -> [XenRelease] {
    if part == "all" { return XenRelease.modelled }
    let ends = parts(of: part, at: "-")
    guard ends.count == 2 else { return [try read(part)] }
    let (first, last) = (try read(ends[0]), try read(ends[1]))
    guard first <= last else {
      throw ValidationError("\(part): give the older release first: \(ends[1])-\(ends[0])")
    }
    return [first] + XenRelease.modelled.filter { first < $0 && $0 < last } + [last]
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
