// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What was built and booted of a release on one architecture with the kit on it, and how it ended;
/// written by the command that did it.
public struct Proof: Sendable, Equatable {
  /// How a stage ended.
  public enum State: String, Sendable {
    /// It came out as it must.
    case held
    case failed
    /// It was not tried, as what it needs failed.
    case skipped
    /// It cannot be, for the reason that the release's file has.
    case cannot
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
    /// As far as it can be.
    var isRight: Bool { held || state == .cannot }

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

  /// What an entry did to the release then.
  struct ProvenEntry: Sendable, Equatable {
    let id: String
    let digest: Digest
  }

  public let release: String
  /// That of all results; nil where there are none, or of several.
  public var architecture: String? {
    let all = Set(results.map(\.architecture))
    return all.count == 1 ? all.first : nil
  }
  /// The compiler's first line of `--version`.
  public let compiler: String
  public let hypervisor: String
  public let results: [Result]
  public let timings: [Timing]
  /// The entries that were on the tree, in their order.
  let entries: [ProvenEntry]
  /// What else of the kit it depends on, see `ProofPart`.
  let parts: [String: Digest]

  public var hasHeld: Bool { !results.isEmpty && results.allSatisfy(\.isRight) }

  /// The stages in their order; without those that are not optional a release is not proven.
  static let stages = [
    "build", "audit", "dom0", "domU", "devices", "smp", "shim", "bare", "revert",
  ]
  /// One that was not tried takes nothing from the others.
  private static let optional = "smp"

  /// Stages that were not tried at all; `devices` counts where the configuration of the kit has the
  /// drivers for them.
  public func untried(of kit: Kit) throws(PatchError) -> [String] {
    let known = KernelRelease.numbers(release).flatMap { kit.known(KernelRelease($0)) }
    var missing: [String] = []
    for name in Set(results.map(\.architecture)).sorted() {
      let tried = results.filter { $0.architecture == name }.map(\.stage)
      let file = Architecture(rawValue: name).flatMap { known?.configurations[$0] }
      let settings = try file.flatMap { file throws(PatchError) in
        try KitFile.read(file, in: kit.folder)
      }
      let offersDevices = Proof.offersDevices(settings ?? [])
      missing += Self.stages.filter { stage in
        !tried.contains(stage) && !missing.contains(stage) && stage != Self.optional
          && (stage != "devices" || offersDevices)
      }
    }
    return missing
  }

  /// Each stage for which the release is not proven, in words: `x86_64 domU failed`, `bare not tried`.
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

  /// Whether a kernel of this configuration has the drivers for a domU's disks and network card.
  public static func offersDevices(_ configuration: [UInt8]) -> Bool {
    let lines = configuration.split(separator: UInt8(ascii: "\n"))
    return ["XEN_BLKDEV_FRONTEND", "XEN_NETDEV_FRONTEND"].allSatisfy { name in
      lines.contains { $0.elementsEqual("CONFIG_\(name)=y".utf8) }
    }
  }

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
    let all = entries.map { ($0.id, $0.digest) } + parts.sorted { $0.key < $1.key }
    return Digest(of: all.flatMap { [Array($0.0.utf8), Array($0.1.description.utf8)] })
  }

  /// What the release gets of the kit that is not as it was proven, or was not there: with one of
  /// them, it is unproven. Entries by their ids, `series` where only their order differs, and parts.
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
  /// - Parameter plan: what was on the tree.
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
