// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import HypervisorABI
import Reports

/// `--xen R`, one release.
struct ReleaseOption: ParsableArguments {
  @Option(
    help: "The release of Xen: \(XenRelease.range). (default: \(XenRelease.standard))",
    completion: .list(XenRelease.names), transform: XenRelease.parse)
  var xen = XenRelease.standard
}

/// `--xen R`, one release whose interface is described, though it may not be loaded or played.
struct DescribedReleaseOption: ParsableArguments {
  @Option(
    help: "The release of Xen: \(XenRelease.describedRange). (default: \(XenRelease.standard))",
    completion: .list(XenRelease.onlyDescribed.map(\.description) + XenRelease.names),
    transform: XenRelease.described)
  var xen = XenRelease.standard
}

extension XenRelease {
  /// The release for a text, of those that are only described, too: 2.0, or an update of it.
  static func described(by text: String) throws -> XenRelease {
    let known = XenRelease(text).flatMap { asked in
      onlyDescribed.first { ($0.major, $0.minor) == (asked.major, asked.minor) }
    }
    return try known ?? parse(text)
  }

  /// Whether it is a release, or an update of one, whose interface is described, but which is not loaded
  /// or played.
  var isOnlyDescribed: Bool {
    Self.onlyDescribed.contains { ($0.major, $0.minor) == (major, minor) }
  }

  /// The range with the releases that are only described, for help.
  static var describedRange: String {
    onlyDescribed.map { "\($0), " }.joined() + range
  }

  /// The modelled release for a text: a stable update (4.17.7) counts as its release, a series
  /// (3.0) as its last release.
  ///
  /// - Throws: for a text that is no release, and for an update after the last one of a branch.
  static func parse(_ text: String) throws -> XenRelease {
    guard let asked = XenRelease(text) else { throw notModelled(Nearest.names(text, among: names)) }
    let series = modelled.filter { ($0.major, $0.minor) == (asked.major, asked.minor) }
    let isSeries = text.split(separator: ".").count == 2
    guard let known = isSeries ? series.last : series.last(where: { $0 <= asked }) else {
      let nearest = (modelled.last { $0 <= asked } ?? modelled[0]).description
      throw notModelled([nearest], isDescribed: asked.isOnlyDescribed)
    }
    if let last = asked.lastUpdate, asked > last {
      throw ValidationError(
        "there is no \(text): the last update of \(asked.major).\(asked.minor) is \(last)")
    }
    return known
  }

  /// The exact release for a text, which can be a stable update: 4.10.1, or 4.10 for 4.10.0.
  ///
  /// - Throws: as `parse`, and for a series that is not a release itself (3.0), because it could be
  ///   any of its releases.
  static func exactly(by text: String) throws -> XenRelease {
    let known = try parse(text)
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
  var reading: String? {
    guard let newest = newestUpdate, newest < self else { return nil }
    return "Xen \(self) is newer than \(newest), the newest update of \(major).\(minor) that this "
      + "version of pvkit knows; it is checked as \(newest) is"
  }

  static var names: [String] { modelled.map(\.description) }

  /// The range of modelled releases, for help and errors: `3.0.0 … 4.22`.
  static var range: String { "\(names[0]) … \(names[names.count - 1])" }

  private static func notModelled(
    _ nearest: [String], isDescribed: Bool = false
  ) -> ValidationError {
    let hint = nearest.isEmpty ? "" : "; nearest: " + nearest.joined(separator: ", ")
    let reason =
      isDescribed
      ? "only the interface of that release is modelled (pvkit abi struct, abi constants, generate headers, generate shims), not its loaders and guests; "
      : ""
    return ValidationError("\(reason)known releases: \(range)\(hint)")
  }
}
