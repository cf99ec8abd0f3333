// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import HypervisorABI
import Reports

/// `--xen R`, one release.
struct ReleaseOption: ParsableArguments {
  @Option(
    help: "The release of Xen: \(XenRelease.range). (default: \(XenRelease.standard))",
    completion: .list(XenRelease.names), transform: XenRelease.meant)
  var xen = XenRelease.standard
}

extension XenRelease {
  /// The modelled release for a text: a stable update (4.17.7) counts as its release, a series
  /// (3.0) as its last release.
  static func meant(by text: String) throws -> XenRelease {
    guard let asked = XenRelease(text) else { throw notModelled(Nearest.names(text, among: names)) }
    let series = modelled.filter { ($0.major, $0.minor) == (asked.major, asked.minor) }
    let isSeries = text.split(separator: ".").count == 2
    guard let known = isSeries ? series.last : series.last(where: { $0 <= asked }) else {
      let nearest = (modelled.last { $0 <= asked } ?? modelled[0]).description
      throw notModelled([nearest], onlyCalls: ofCallsOnly.contains(asked))
    }
    return known
  }

  /// The exact release for a text, which can be a stable update: 4.10.1, or 4.10 for 4.10.0.
  ///
  /// - Throws: for a series that is not a release itself (3.0), because it could be any of its
  ///   releases, and for an update after the last one of a branch.
  static func exactly(by text: String) throws -> XenRelease {
    let known = try meant(by: text)
    guard let asked = XenRelease(text) else { return known }
    let series = modelled.filter { ($0.major, $0.minor) == (asked.major, asked.minor) }
    if text.split(separator: ".").count == 2, !series.contains(asked) || asked.description != text {
      let names = series.map(\.description).joined(separator: ", ")
      throw ValidationError("\(text) is a series; give one of its releases: \(names)")
    }
    if let last = asked.lastUpdate, asked > last {
      throw ValidationError(
        "there is no \(text): the last update of \(asked.major).\(asked.minor) is \(last)")
    }
    return max(known, asked)
  }

  static var names: [String] { modelled.map(\.description) }

  /// The range of modelled releases, for help and errors: `3.0.0 … 4.22`.
  static var range: String { "\(names[0]) … \(names[names.count - 1])" }

  private static func notModelled(
    _ nearest: [String], onlyCalls: Bool = false
  ) -> ValidationError {
    let hint = nearest.isEmpty ? "" : "; nearest: " + nearest.joined(separator: ", ")
    let reason =
      onlyCalls
      ? "only the hypercalls of that release are modelled (pvkit generate shims), not the structures; "
      : ""
    return ValidationError("\(reason)known releases: \(range)\(hint)")
  }
}
