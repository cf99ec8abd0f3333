// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Checks
import HypervisorABI
import Reports

/// `--xen R`, one release.
struct ReleaseOption: ParsableArguments {
  @Option(
    help: "The release of Xen: \(XenRelease.range). (default: \(XenRelease.standard))",
    completion: .list(XenRelease.names), transform: XenRelease.parse)
  var xen = XenRelease.standard
}

/// `--xen R`, one release, which may be an early one.
struct AnyReleaseOption: ParsableArguments {
  @Option(
    help: "The release of Xen: \(XenRelease.wholeRange). (default: \(XenRelease.standard))",
    completion: .list(XenRelease.wholeNames), transform: XenRelease.parseAny)
  var xen = XenRelease.standard
}

extension XenRelease {
  /// The release for a text, of the early ones too: 2.0, or an update of it.
  static func parseAny(_ text: String) throws -> XenRelease {
    try XenRelease(text).flatMap(earlyRelease) ?? release(text, among: early + modelled)
  }

  /// The early release that is asked for; nil if it is none, or an update of none.
  static func earlyRelease(_ asked: XenRelease) -> XenRelease? {
    early.first { ($0.major, $0.minor) == (asked.major, asked.minor) }
  }

  /// The range with the early releases, for help.
  static var wholeRange: String { early.map { "\($0), " }.joined() + range }
  static var wholeNames: [String] { early.map(\.description) + names }

  /// The modelled release for a text: a stable update (4.17.7) counts as its release, a series
  /// (3.0) as its last release.
  ///
  /// - Throws: for a text that is no release, and for an update after the last one of a branch.
  static func parse(_ text: String) throws -> XenRelease {
    try release(text, among: modelled)
  }

  /// - Parameter known: the releases that the command takes, oldest first, for errors.
  private static func release(
    _ text: String, among known: [XenRelease]
  ) throws -> XenRelease {
    guard let asked = XenRelease(text) else { throw unknown(text, among: known) }
    let series = modelled.filter { ($0.major, $0.minor) == (asked.major, asked.minor) }
    let isSeries = text.split(separator: ".").count == 2
    guard let found = isSeries ? series.last : series.last(where: { $0 <= asked }) else {
      throw unknown(text, among: known)
    }
    if let last = asked.lastUpdate, asked > last {
      throw ValidationError(
        "there is no \(text): the last update of \(asked.major).\(asked.minor) is \(last)")
    }
    return found
  }

  /// The exact release for a text, which can be a stable update: 4.10.1, or 4.10 for 4.10.0.
  ///
  /// - Throws: as `parse`, and for a series that is not a release itself (3.0), because it could be
  ///   any of its releases.
  static func exactly(by text: String) throws -> XenRelease {
    // An early release stands for its updates.
    if let early = XenRelease(text).flatMap(earlyRelease) { return early }
    let known = try release(text, among: early + modelled)
    guard let asked = XenRelease(text) else { return known }
    let series = modelled.filter { ($0.major, $0.minor) == (asked.major, asked.minor) }
    if text.split(separator: ".").count == 2, !series.contains(asked) || asked.description != text {
      let names = series.map(\.description).joined(separator: ", ")
      throw ValidationError("\(text) is a series; give one of its releases: \(names)")
    }
    return max(known, asked)
  }

  /// What a user should know of a stable update that is newer than those that the model knows, if its
  /// branch has not ended: how it is read. Nil for other releases.
  var reading: String? { ReleaseUnknown.reading(of: self) }

  static var names: [String] { modelled.map(\.description) }

  /// The range of modelled releases, for help and errors: `3.0.0 … 4.22`.
  static var range: String { "\(names[0]) … \(names[names.count - 1])" }

  /// The error for a text that is not one of these releases, with the nearest one.
  private static func unknown(_ text: String, among known: [XenRelease]) -> ValidationError {
    let all = known.contains(where: { early.contains($0) }) ? wholeRange : range
    let near = nearest(to: text, among: known)
    let end =
      "known releases: \(all)"
      + (near.isEmpty ? "" : "; nearest: " + near.joined(separator: ", "))
    guard !text.isEmpty else { return ValidationError("a release is missing; \(end)") }
    if XenRelease(text).flatMap(earlyRelease) != nil {
      return ValidationError("this command takes no release before \(names[0]); \(end)")
    }
    let isList = text == "all" || text.contains(",") || text.contains("-")
    let reason = isList ? " that this command takes" : ""
    return ValidationError("there is no release \(text.printable)\(reason); \(end)")
  }

  /// The releases whose names are similar, or else the last one that is not after the number with
  /// which the text begins; empty if it begins with none.
  private static func nearest(to text: String, among known: [XenRelease]) -> [String] {
    if let last = lastRelease(text, among: known) { return [last] }
    let names = Nearest.names(text, among: known.map(\.description))
    guard names.isEmpty else { return names }
    let number = text.prefix { $0.isNumber || $0 == "." }
    return lastRelease(String(number), among: known).map { [$0] } ?? []
  }

  /// The last release that is not after a release; nil if the text is none.
  private static func lastRelease(_ text: String, among known: [XenRelease]) -> String? {
    XenRelease(text).flatMap { asked in
      (known.last { $0 <= asked } ?? known.first)?.description
    }
  }
}
