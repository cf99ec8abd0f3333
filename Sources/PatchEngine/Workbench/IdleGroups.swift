// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The groups without an entry that has an effect, and the reasons.
struct IdleGroups {
  private let release: String
  private let architectures: [Architecture]
  /// Groups without an entry for the release.
  private let otherReleases: [String]
  /// Groups with entries for the release, but not for the architectures to build.
  private let otherArchitectures: [String]

  init(_ entries: [EntryOutcome], for target: KitTarget) {
    self.init(entries, target.release.description, target.architectures)
  }

  init(_ entries: [EntryOutcome], _ release: String, _ architectures: [Architecture]) {
    (self.release, self.architectures) = (release, architectures)
    let busy = Set(entries.filter { !$0.state.isIdle }.map(\.group))
    let others = Set(entries.filter { $0.state == .otherArchitecture }.map(\.group))
    let idle = entries.map(\.group).reduce(into: [String]()) { idle, group in
      if !busy.contains(group) && !idle.contains(group) { idle.append(group) }
    }
    otherReleases = idle.filter { !others.contains($0) }
    otherArchitectures = idle.filter(others.contains)
  }

  /// The sentences for the user: `no entry for Linux 2.6.18 in: two`,
  /// `no entry for x86_64 in: i386`.
  var sentences: [String] {
    let names = architectures.map(\.rawValue).joined(separator: ", ")
    return [("Linux \(release)", otherReleases), (names, otherArchitectures)].compactMap {
      $1.isEmpty ? nil : "no entry for \($0) in: \($1.joined(separator: ", "))"
    }
  }
}
