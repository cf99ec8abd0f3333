// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A subset of the releases that have a thing, with a description: `from 3.3`, `3.1–3.2`, `in no
/// release`.
public struct ReleaseSet: Sendable, Equatable, CustomStringConvertible {
  /// The releases of the subset.
  public let releases: [XenRelease]
  private let all: [XenRelease]

  /// - Parameters:
  ///   - releases: the subset, oldest first.
  ///   - all: all releases that have the thing, oldest first.
  public init(_ releases: [XenRelease], among all: [XenRelease]) {
    self.releases = releases
    self.all = all
  }

  public var description: String {
    guard !releases.isEmpty else { return "in no release" }
    return runs.map(words).joined(separator: ", ")
  }

  /// The runs of consecutive releases.
  private var runs: [[XenRelease]] {
    all.split { !releases.contains($0) }.map(Array.init)
  }

  private func words(_ run: [XenRelease]) -> String {
    let (first, last) = (run[0], run[run.count - 1])
    if last == all.last, last == XenRelease.modelled.last { return "from \(first)" }
    return first == last ? "in \(first)" : "\(first)–\(last)"
  }
}
