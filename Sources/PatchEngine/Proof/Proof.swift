// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What was built and booted of a release with the kit on it, and how it ended; written by the
/// command that did it.
public struct Proof: Sendable, Equatable {
  /// How a stage ended.
  public enum State: String, Sendable {
    /// It came out as it must.
    case held
    case failed
    /// It was not tried, as what it needs failed.
    case skipped
  }

  /// A stage of the proof: `build`, `audit`, or a role in which the kernel was booted.
  public struct Result: Sendable, Equatable {
    public let architecture: String
    public let stage: String
    public let state: State
    /// How long it took.
    public let seconds: Int
    /// In a few words: what was seen, or what went wrong.
    public let detail: String
    public var held: Bool { state == .held }

    public init(
      architecture: String, stage: String, state: State, seconds: Int, detail: String
    ) {
      (self.architecture, self.stage, self.state) = (architecture, stage, state)
      self.seconds = seconds
      self.detail = detail.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
  }

  /// The shortest of some rounds, of one operation; the machine's clock counts instructions.
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
  /// What else of the kit it depends on: the release's own file, the configurations, and the
  /// suppressions, of which the audit took no notice.
  let files: [String: Digest]

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

  /// Of the kit as it was on the tree.
  var kitDigest: Digest {
    let parts = entries.merging(files) { $1 }.sorted { $0.key < $1.key }
    return Digest(of: parts.flatMap { [Array($0.key.utf8), Array($0.value.description.utf8)] })
  }

  /// Entries and files that are not as they were proven, or were not there: with one of them, the
  /// release is unproven.
  public func changed(in kit: Kit) throws(PatchError) -> [String] {
    guard let numbers = KernelRelease.numbers(release),
      let known = kit.known(KernelRelease(numbers))
    else { return [] }
    let target = Target(
      release: KernelRelease(numbers), known: known, architectures: known.architectures)
    let now = kit.entries.filter { !$0.steps(for: target).isEmpty }
    let nowFiles = try kit.proofFiles(Self.target(target.release, known, results))
    let names = Set(nowFiles.keys).union(files.keys).sorted()
    return now.filter { entries[$0.id] != $0.digest.short }.map(\.id)
      + entries.keys.filter { id in !now.contains { $0.id == id } }.sorted()
      + names.filter { nowFiles[$0] != files[$0] }
  }
}

extension Proof {
  /// - Parameter plan: what was on the tree.
  public init(
    of plan: Plan, kit: Kit, compiler: String, hypervisor: String, results: [Result],
    timings: [Timing]
  ) throws(PatchError) {
    self.init(
      release: plan.release.numbers.map(String.init).joined(separator: "."), compiler: compiler,
      hypervisor: hypervisor, results: results, timings: timings,
      entries: Dictionary(uniqueKeysWithValues: plan.entries.map { ($0.id, $0.digest.short) }),
      files: try kit.known(plan.release).map { known throws(PatchError) in
        try kit.proofFiles(Self.target(plan.release, known, results))
      } ?? [:])
  }
}

extension Proof {
  /// What was tried of a release.
  private static func target(
    _ release: KernelRelease, _ known: KnownRelease, _ results: [Result]
  ) -> Target {
    let architectures = Set(results.map(\.architecture)).sorted().compactMap {
      Architecture(rawValue: $0)
    }
    return Target(release: release, known: known, architectures: architectures)
  }
}

extension Kit {
  /// What a proof of a target depends on besides the entries, by its path in the kit.
  func proofFiles(_ target: Target) throws(PatchError) -> [String: Digest] {
    let known = target.known
    var files = ["releases/\(known.release)": Digest(text: known.bytes).short]
    for name in try known.configurations.values + suppressionNames(for: target) {
      guard let bytes = try KitFile.read(name, in: folder) else { continue }
      files[name] = Digest(text: bytes).short
    }
    return files
  }
}
