// SPDX-License-Identifier: Apache-2.0

/// One change of a kernel for one reason.
public struct Entry: Sendable {
  /// Group, number and name: `toolchain/0110-gcc-version`.
  public let id: String
  /// What it does, in one line.
  public let subject: String
  /// Why it is needed.
  public let reason: String
  /// Where it comes from.
  public let origin: String
  /// The releases of Linux for which it holds.
  public let releases: ReleaseSet
  /// The architectures that it is for; empty for all.
  public let architectures: [String]
  let steps: [any Step]

  /// The group's name.
  public var group: String { String(id.prefix { $0 != "/" }) }

  /// The files that it works on in a tree of that release.
  func steps(for release: KernelRelease) -> [any Step] {
    guard releases.contains(release) else { return [] }
    return steps.filter { $0.releases?.contains(release) ?? true }
  }

  /// What it works on, in any release: `(path, what, releases)`.
  public var works: [(path: String, what: String, releases: ReleaseSet)] {
    steps.map { ($0.path, $0.summary, $0.releases ?? releases) }
  }
}
