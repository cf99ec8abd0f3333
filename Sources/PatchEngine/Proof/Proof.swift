// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What was built and booted of a release with the kit on it, and how it ended; written by the
/// command that did it.
public struct Proof: Sendable, Equatable {
  /// A stage of the proof: `build`, `audit`, or a role in which the kernel was booted.
  public struct Result: Sendable, Equatable {
    public let architecture: String
    public let stage: String
    /// Whether it came out as it must.
    public let held: Bool
    /// In a few words: what was seen, or what went wrong.
    public let detail: String

    public init(architecture: String, stage: String, held: Bool, detail: String) {
      (self.architecture, self.stage, self.held) = (architecture, stage, held)
      self.detail = detail.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
  }

  /// The shortest of some rounds, of one operation.
  public struct Timing: Sendable, Equatable {
    public let architecture: String
    public let role: String
    public let operation: String
    public let nanoseconds: Int

    public init(architecture: String, role: String, operation: String, nanoseconds: Int) {
      (self.architecture, self.role) = (architecture, role)
      (self.operation, self.nanoseconds) = (operation, nanoseconds)
    }
  }

  public let release: String
  /// The compiler's first line of `--version`.
  public let compiler: String
  public let hypervisor: String
  public let results: [Result]
  public let timings: [Timing]
  /// The entries that were on the tree, as they were.
  let entries: [String: Digest]

  public var hasHeld: Bool { !results.isEmpty && results.allSatisfy(\.held) }

  /// How a role's timings relate to the bare machine's of the same release, operation by operation.
  public func ratios(of role: String, on architecture: String) -> [(operation: String, Double)] {
    let own = timings.filter { $0.architecture == architecture }
    return own.filter { $0.role == role }.compactMap { timing in
      let bare = own.first { $0.role == "bare" && $0.operation == timing.operation }
      guard let bare, bare.nanoseconds > 0 else { return nil }
      return (timing.operation, Double(timing.nanoseconds) / Double(bare.nanoseconds))
    }
  }

  /// Entries that are not as they were proven, or were not there.
  public func changed(in kit: Kit) -> [String] {
    guard let numbers = KernelRelease.numbers(release),
      let known = kit.known(KernelRelease(numbers))
    else { return [] }
    let target = Target(
      release: KernelRelease(numbers), known: known, architectures: known.architectures)
    let now = kit.entries.filter { !$0.steps(for: target).isEmpty }
    return now.filter { entries[$0.id] != $0.digest.short }.map(\.id)
      + entries.keys.filter { id in !now.contains { $0.id == id } }.sorted()
  }
}

extension Proof {
  /// - Parameter plan: what was on the tree.
  public init(
    of plan: Plan, compiler: String, hypervisor: String, results: [Result], timings: [Timing]
  ) {
    self.init(
      release: plan.release.numbers.map(String.init).joined(separator: "."), compiler: compiler,
      hypervisor: hypervisor, results: results, timings: timings,
      entries: Dictionary(uniqueKeysWithValues: plan.entries.map { ($0.id, $0.digest.short) }))
  }
}
