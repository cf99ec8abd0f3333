// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import HypervisorABI
import HypervisorLab
import KernelProof
import PatchEngine

/// A value of `--role`.
enum ProofRole: String, CaseIterable, ExpressibleByArgument {
  case dom0, domU, shim, bare, all

  var roles: [BootRole] { BootRole(rawValue: rawValue).map { [$0] } ?? BootRole.allCases }
}

extension PatchCommand {
  /// Proves that a release with the kit builds, and runs in each role.
  struct Prove: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prove",
      abstract: "Apply, build, audit, boot in each role and revert, on a copy of a tree.",
      discussion: """
        The kernel is built with the kit's configuration of its release and run on the model of Xen, as \
        `pvkit run` does, which finds violations of the interface that a real Xen does not report. (The \
        model runs the kit's own port.) It is booted as dom0 and domU under Xen, as domU on \
        the PV shim, and once more without Xen, with CONFIG_XEN off. In each \
        role the stress program and the timings of pvkit's Tests/Kernel run as its init; the \
        machine's clock counts instructions, so that the timings do not depend on how busy the host \
        is. A kernel that has the drivers is also booted as a domU with disks and a network card. \
        If the kit has a configuration for several vCPUs, that kernel is built as well, and booted as a \
        domU with two and with four vCPUs. After reverting, the copy must equal the tree byte for byte. Missing Debian \
        packages are listed before anything begins. It takes some ten minutes and 1 GB under $TMPDIR. \
        The logs of failed steps are kept there; everything else is \
        removed, also when it is interrupted.

        --record writes releases/RELEASE.proof of the kit, from which the documents are made. The \
        proofs for other architectures in it are kept. A proof is valid until a part of the kit that \
        the release uses is changed; `pvkit patch status --matrix` shows the changed part.

        --all records a proof for each release that has a tree in --trees, on each of its \
        architectures; those that are already proven are skipped, so that an interrupted run can be \
        continued. --shard I/N takes the I-th of N parts of the releases: machines that prove one part \
        each write different files, and releases/*.proof of all together are the result.

        Examples:
          pvkit patch prove linux-2.6.18
          pvkit patch prove --role dom0 --config my.config --keep linux-2.6.18
          pvkit patch prove --kit patches --record linux-2.6.18
          pvkit patch prove --kit patches --all --trees kernels --shard 2/8

        Exit codes: 0 proven; 1 a step failed; 2 usage error; 3 the proof could not be started.
        """)
    @OptionGroup var kit: KitOption
    @Option(help: "The architecture. (default: the first that the release has)")
    var arch: Architecture?
    @Option(help: "A role: dom0, domU, shim, bare or all; may be repeated. (default: all)")
    var role: [ProofRole] = []
    @Option(help: "A configuration to build instead of the kit's.", completion: .file())
    var config: String?
    @Option(help: "Jobs of make; with 2 or more, two roles are booted side by side.") var jobs = 2
    @Option(
      help: "The sources of the stress program and the timings. (default: pvkit's Tests/Kernel)",
      completion: .directory)
    var programs: String?
    @Flag(
      help: "Write the proof to the kit; needs all roles and the kit's configuration.")
    var record = false
    @Flag(
      help: "Keep the copy of the tree, the kernel for Xen and the logs, and print where they are.")
    var keep = false
    @Flag(help: "Record a proof of each release with a tree in --trees that is not proven yet.")
    var all = false
    @Option(help: "A directory of source trees, for --all.", completion: .directory)
    var trees: String?
    @Option(
      help: "With --all: only the I-th of N parts of the releases.", transform: Shard.init)
    var shard: Shard?
    @Argument(help: "A source tree from kernel.org.", completion: .directory) var tree: String?

    func validate() throws {
      guard all == (tree == nil), all == (trees != nil), all || shard == nil else {
        throw ValidationError("give a source tree, or --all with --trees and, if wanted, --shard")
      }
      guard !all || (role.isEmpty && arch == nil && config == nil && !keep && !record) else {
        throw ValidationError(
          "--all proves every architecture and role and records it: omit --arch, --role, --config, "
            + "--keep and --record")
      }
      guard (1...256).contains(jobs) else { throw ValidationError("--jobs: expected 1 to 256") }
      guard !record || (Set(roles) == Set(BootRole.allCases) && config == nil) else {
        throw ValidationError("--record needs all roles and the kit's configuration")
      }
    }

    private var roles: [BootRole] {
      let chosen = role.flatMap(\.roles)
      return BootRole.allCases.filter { chosen.isEmpty || chosen.contains($0) }
    }

    func run() throws {
      let kit = try kit.read()
      let lab = Lab(interruption: try Interruption.catching())
      if let trees {
        try run(ProofFarm(kit, trees: trees), kit, lab)
      } else if let tree {
        let proof = try prove(request(kit, tree, arch), kit, lab, records: record)
        print(lines: ProofView.table(proof))
        if !proof.hasHeld { throw ExitStatus.findings }
      }
    }

    /// Makes all proofs, with one line for each. If one cannot be tried, the others are still made.
    private func run(_ farm: ProofFarm, _ kit: Kit, _ lab: Lab) throws {
      for (tree, reason) in farm.others { complain("pvkit: note: \(tree): \(reason)".printable) }
      guard !farm.cells.isEmpty else {
        let isTree = (try? KernelTree(path: farm.trees)) != nil
        throw PatchError(
          farm.trees, "has no source tree of a release that the kit knows",
          cure: isTree ? "it is one itself: name the directory that it is in" : "")
      }
      let cells = shard.map { farm.cells(part: $0.index, of: $0.count) } ?? farm.cells
      if cells.isEmpty { print(lines: ["nothing to prove: this part has no release"]) }
      let proofs = try kit.proofs()
      var worst = ExitStatus.clean
      for cell in cells {
        let name = "Linux \(cell.release) \(cell.architecture.rawValue)"
        if try ProofFarm.isProven(cell, by: proofs, of: kit) {
          print(lines: ["\(name): proven before"])
          continue
        }
        complain("pvkit: \(name) …")
        do {
          let request = try request(kit, cell.tree, cell.architecture)
          let proof = try prove(request, kit, lab, records: true)
          print(lines: ["\(name): \(proof.hasHeld ? "proven" : "not proven")"])
          if !proof.hasHeld { worst = max(worst, .findings) }
        } catch let error as PatchError {
          complain("pvkit: \(error)".printable)
          print(lines: ["\(name): could not be started"])
          worst = .failed
        }
      }
      if worst != .clean { throw worst }
    }

    private func prove(
      _ request: ProofRequest, _ kit: Kit, _ lab: Lab, records: Bool
    ) throws -> Proof {
      let release = try KernelTree(path: request.tree).release
      let before = try kit.state(of: release, on: [request.architecture])
      let view = ProofView()
      do {
        let run = try ProofRun(request, kit: kit, lab: lab) { view.show($0) }
        view.begin(run.steps)
        let proof = try run.prove()
        for (name, path) in run.kept { complain("pvkit: the \(name): \(path)") }
        if records {
          try checkIsUnchanged(kit, since: before, release, request.architecture)
          Exit.hasDone("\(try kit.record(proof)) is written")
        }
        return proof
      } catch LabError.interrupted(let signal) {
        view.end()
        complain("pvkit: interrupted: nothing of this proof is recorded, and its files are removed")
        Interruption.die(of: signal)
      }
    }

    /// Checks that the kit was not changed since the proof began.
    private func checkIsUnchanged(
      _ kit: Kit, since before: KitState, _ release: KernelRelease, _ architecture: Architecture
    ) throws {
      let now = try Kit(directory: kit.directory).state(of: release, on: [architecture])
      let changed = now.differences(from: before)
      guard !changed.isEmpty else { return }
      throw PatchError(
        kit.directory,
        "was changed while it was proven, so that nothing is recorded: "
          + changed.joined(separator: ", "), cure: "prove it again")
    }

    private func request(
      _ kit: Kit, _ tree: String, _ arch: Architecture?
    ) throws -> ProofRequest {
      let release = try KernelTree(path: tree).release
      guard let known = kit.known(release), let first = known.architectures.first else {
        throw kit.unknown(release, tree: tree)
      }
      if let arch, !known.architectures.contains(arch) {
        throw kit.lacks(arch.rawValue, in: known, place: tree)
      }
      let architecture = arch ?? first
      let configuration = try check(kit, known, architecture, tree)
      guard !record || release.suffix.isEmpty else {
        throw PatchError(
          tree, "is Linux \(release), not a release of kernel.org", cure: "omit --record")
      }
      return ProofRequest(
        tree: tree, architecture: architecture, roles: roles, configuration: configuration,
        jobs: jobs, programs: try programs ?? KitOption.programs(), pvkit: KitOption.executable(),
        keeps: keep)
    }

    /// Checks what is possible before anything is copied: that there is a configuration, and that
    /// the kit supports the tree.
    ///
    /// - Returns: the path of the configuration.
    private func check(
      _ kit: Kit, _ known: KnownRelease, _ architecture: Architecture, _ tree: String
    ) throws -> String {
      guard
        let file = config ?? known.configurations[architecture].map({ "\(kit.directory)/\($0)" })
      else {
        throw PatchError(
          "\(kit.directory)/releases/\(known.release)", "has no Config \(architecture.rawValue)",
          cure: "name a configuration with --config")
      }
      guard let stream = FileName.with(file, { fopen($0, "re") }) else {
        throw PatchError(
          file, String(cString: strerror(errno)),
          cure: "name a kernel's configuration with --config")
      }
      fclose(stream)
      let bench = try Workbench(
        kit: kit, tree: KernelTree(path: tree), architectures: [architecture])
      let changed = try bench.status(nil).files
      if record || trees != nil { try checkIsTheRelease(bench, changed) }
      return file
    }

    /// Checks that the tree has the files of its release, as far as the lock records them: only
    /// such proofs are recorded.
    private func checkIsTheRelease(_ bench: Workbench, _ changed: [String]) throws {
      let others = try bench.filesOtherwiseLocked() + changed
      guard let first = others.first else { return }
      let more = others.count == 1 ? "" : " and \(others.count - 1) more"
      throw PatchError(
        bench.tree.path, "has other files than Linux \(bench.tree.release): \(first)\(more)",
        cure: "take the release from kernel.org, or omit --record")
    }
  }
}
