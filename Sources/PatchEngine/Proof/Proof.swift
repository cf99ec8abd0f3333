// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The results of building and booting a release with the kit on one architecture, written by the
/// command that did it.
public struct Proof: Sendable, Equatable {
  /// The result of a stage.
  public enum State: String, Sendable {
    /// The stage succeeded.
    case held
    case failed
    /// The stage was not tried, because an earlier stage that it depends on failed.
    case skipped
    /// The stage is not possible, for the reason in the release's file.
    case cannot
  }

  /// The result of one stage: `build`, `audit`, or a role in which the kernel was booted.
  public struct Result: Sendable, Equatable {
    public let architecture: String
    public let stage: String
    public let state: State
    /// The duration of the stage.
    public let seconds: Int
    /// What was observed, or what went wrong, in a few words.
    public let detail: String
    /// Whether the stage succeeded.
    public var held: Bool { state == .held }
    /// Whether the stage held, or is not possible.
    var isRight: Bool { held || state == .cannot }

    public init(
      architecture: String, stage: String, state: State, seconds: Int, detail: String
    ) {
      (self.architecture, self.stage, self.state) = (architecture, stage, state)
      self.seconds = seconds
      self.detail = detail.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
  }

  /// The shortest time of one operation in several rounds. The emulated machine's clock counts
  /// instructions: one nanosecond is one instruction.
  public struct Timing: Sendable, Equatable {
    public let architecture: String
    public let role: String
    /// The operation, as in the output of the benchmark: `system call`.
    public let operation: String
    public let nanoseconds: Int

    public init(architecture: String, role: String, operation: String, nanoseconds: Int) {
      (self.architecture, self.role) = (architecture, role)
      (self.operation, self.nanoseconds) = (operation, nanoseconds)
    }
  }

  /// An entry with the digest of its effect on the release at the time of the proof.
  struct ProvenEntry: Sendable, Equatable {
    let id: String
    let digest: Digest
  }

  /// The release: `2.6.18.8`.
  public let release: String
  /// The architecture of all results; nil if there are no results, or if they are of several
  /// architectures.
  public var architecture: String? {
    let all = Set(results.map(\.architecture))
    return all.count == 1 ? all.first : nil
  }
  /// The first line of the compiler's `--version`.
  public let compiler: String
  /// The name and release of the hypervisor, such as `Xen 4.17`.
  public let hypervisor: String
  /// The results, by architecture and stage.
  public let results: [Result]
  /// The timings, by architecture, role and operation.
  public let timings: [Timing]
  /// The entries that were applied, in order.
  let entries: [ProvenEntry]
  /// What else in the kit the proof depends on, see `ProofPart`.
  let parts: [String: Digest]

  /// Whether there are results, and each stage held or is not possible.
  public var hasHeld: Bool { !results.isEmpty && results.allSatisfy(\.isRight) }

  /// All stages, in order. A release is unproven if a stage that is not optional was not tried.
  static let stages = [
    "build", "audit", "model", "dom0", "domU", "devices", "smp", "shim", "bare", "revert",
  ]
  /// The stages that may be missing.
  static let optional = ["model", "smp"]

  /// The required stages without a result. `devices` is required if the kit's configuration has the
  /// drivers for it.
  ///
  /// - Throws: if the configuration cannot be read.
  public func untried(of kit: Kit) throws(PatchError) -> [String] {
    let known = KernelRelease.numbers(release).flatMap { kit.known(KernelRelease($0)) }
    var missing: [String] = []
    for name in Set(results.map(\.architecture)).sorted() {
      let tried = results.filter { $0.architecture == name }.map(\.stage)
      let file = Architecture(rawValue: name).flatMap { known?.configurations[$0] }
      let settings = try file.flatMap { file throws(PatchError) in
        try KitFile.read(file, in: kit.directory)
      }
      let offersDevices = Proof.offersDevices(settings ?? [])
      missing += Self.stages.filter { stage in
        !tried.contains(stage) && !missing.contains(stage) && !Self.optional.contains(stage)
          && (stage != "devices" || offersDevices)
      }
    }
    return missing
  }

  /// The stages that keep the release from being proven, in words: `x86_64 domU failed`,
  /// `bare not tried`.
  func failures(of kit: Kit) throws(PatchError) -> [String] {
    let wrong = results.filter { !$0.isRight }.map { result in
      "\(result.architecture) \(result.stage) "
        + (result.state == .skipped ? "not tried" : "failed")
    }
    let nothing = results.isEmpty ? ["nothing was tried"] : []
    let prefix = architecture.map { "\($0) " } ?? ""
    let untried = try untried(of: kit).map { "\(prefix)\($0) not tried" }
    return wrong + nothing + untried
  }

  /// Whether a kernel with this configuration has the drivers for a domU's disks and network cards.
  public static func offersDevices(_ configuration: [UInt8]) -> Bool {
    let lines = configuration.split(separator: UInt8(ascii: "\n"))
    return ["XEN_BLKDEV_FRONTEND", "XEN_NETDEV_FRONTEND"].allSatisfy { name in
      lines.contains { $0.elementsEqual("CONFIG_\(name)=y".utf8) }
    }
  }

  /// The ratios of a role's timings to those of the same release on the bare machine, by operation.
  public func ratios(of role: String, on architecture: String) -> [(operation: String, Double)] {
    let own = timings.filter { $0.architecture == architecture }
    return own.filter { $0.role == role }.compactMap { timing in
      let bare = own.first { $0.role == "bare" && $0.operation == timing.operation }
      guard let bare, bare.nanoseconds > 0 else { return nil }
      return (timing.operation, Double(timing.nanoseconds) / Double(bare.nanoseconds))
    }
  }

  /// The digest of the kit as it was applied to the tree.
  var kitDigest: Digest {
    let all = entries.map { ($0.id, $0.digest) } + parts.sorted { $0.key < $1.key }
    return Digest(of: all.flatMap { [Array($0.0.utf8), Array($0.1.description.utf8)] })
  }

  /// What changed since the proof in what the release gets from the kit; if anything did, the
  /// release is unproven.
  ///
  /// - Returns: the IDs of entries, or `series` if only their order differs; and the names of other
  ///   parts.
  /// - Throws: if a file of the kit cannot be read.
  public func changed(in kit: Kit) throws(PatchError) -> [String] {
    guard let numbers = KernelRelease.numbers(release),
      let known = kit.known(KernelRelease(numbers))
    else { return [] }
    let target = Self.target(KernelRelease(numbers), known, results)
    let now = kit.effects(for: target).map { ProvenEntry(id: $0.id, digest: $0.digest.short) }
    let nowParts = try kit.proofParts(target)
    let names = Set(nowParts.keys).union(parts.keys).sorted()
    let changes =
      now.filter { !entries.contains($0) }.map(\.id)
      + entries.map(\.id).filter { id in !now.contains { $0.id == id } }
    return (changes.isEmpty && now != entries ? ["series"] : changes)
      + names.filter { nowParts[$0] != parts[$0] }
  }
}

extension Proof {
  /// Makes a proof with the digests of what the kit did to the tree.
  ///
  /// - Parameter plan: the plan that was applied to the tree.
  public init(
    of plan: Plan, kit: Kit, compiler: String, hypervisor: String, results: [Result],
    timings: [Timing]
  ) throws(PatchError) {
    let target = kit.known(plan.release).map { Self.target(plan.release, $0, results) }
    let there = Set(plan.entries.map(\.id))
    self.init(
      release: plan.release.numbers.map(String.init).joined(separator: "."), compiler: compiler,
      hypervisor: hypervisor, results: results, timings: timings,
      entries: (target.map(kit.effects) ?? []).filter { there.contains($0.id) }.map {
        ProvenEntry(id: $0.id, digest: $0.digest.short)
      }, parts: try target.map { target throws(PatchError) in try kit.proofParts(target) } ?? [:])
  }
}

extension Proof {
  /// The target with the architectures that have results.
  private static func target(
    _ release: KernelRelease, _ known: KnownRelease, _ results: [Result]
  ) -> KitTarget {
    let architectures = Set(results.map(\.architecture)).sorted().compactMap {
      Architecture(rawValue: $0)
    }
    return KitTarget(release: release, known: known, architectures: architectures)
  }
}
