// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import HypervisorABI
import HypervisorLab
import KernelProof
import PatchEngine
import Reports

extension BootRole: ExpressibleByArgument {}

extension PatchCommand {
  /// Whether a release with the kit on it builds, and runs in each role.
  struct Prove: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prove",
      abstract: "Apply, build, audit, boot in each role and revert, on a copy of a tree.",
      discussion: """
        The kernel is built with the kit's configuration of its release and booted as dom0 and domU \
        under Xen (shim: on the PV shim), and once more without Xen, with CONFIG_XEN off. In each \
        role the stress program and the timings of pvkit's Tests/Kernel run as its init. After \
        reverting, the copy must be the tree again, byte for byte. --record writes \
        releases/RELEASE.proof of the kit, from which the documents are made.

        Examples:
          pvkit patch prove linux-2.6.18
          pvkit patch prove --kit patches --record --role dom0 --role domU linux-2.6.18

        Exit codes: 0 all of it held; 1 something did not; 2 usage error; 3 it could not be tried.
        """)
    @OptionGroup var kit: KitOption
    @Option(help: "The architecture. (default: the first that the release has)")
    var arch: Architecture?
    @Option(help: "A role: dom0, domU, shim, bare; may be repeated. (default: dom0, domU, bare)")
    var role: [BootRole] = []
    @Option(help: "A configuration to build instead of the kit's.", completion: .file())
    var config: String?
    @Option(help: "Jobs of make.") var jobs = 2
    @Option(help: "The stress program and the timings: Tests/Kernel.", completion: .directory)
    var programs: String?
    @Flag(help: "Write the proof to the kit.") var record = false
    @Argument(help: "A source tree from kernel.org.", completion: .directory) var tree: String

    func validate() throws {
      guard (1...256).contains(jobs) else { throw ValidationError("--jobs: 1 to 256") }
    }

    func run() throws {
      let kit = try kit.read()
      let proof: Proof
      do {
        let lab = Lab(interruption: try Interruption.catching())
        let run = try ProofRun(request(kit), kit: kit, lab: lab) {
          complain("pvkit: \($0)".printable)
        }
        proof = try run.prove()
      } catch LabError.interrupted(let signal) {
        Interruption.die(of: signal)
      }
      if record { try Output.write(proof.text, to: kit.proofFile(proof.release)) }
      print(lines: Self.table(proof))
      if !proof.hasHeld { throw ExitStatus.findings }
    }

    private func request(_ kit: Kit) throws -> ProofRequest {
      let release = try KernelTree(path: tree).release
      guard let known = kit.known(release), let first = known.architectures.first else {
        throw kit.unknown(release, tree: tree)
      }
      return ProofRequest(
        tree: tree, architecture: arch ?? first,
        roles: role.isEmpty ? [.dom0, .domU, .bare] : role, configuration: config, jobs: jobs,
        programs: programs ?? kit.folder + "/../Tests/Kernel", pvkit: KitOption.executable())
    }

    private static func table(_ proof: Proof) -> [String] {
      let results = Table(
        proof.results.map { [$0.held ? "held" : "failed", $0.stage, $0.detail.printable] })
      var lines = results.lines()
      for role in ["dom0", "domU", "shim"] {
        for architecture in Set(proof.results.map(\.architecture)).sorted() {
          for (operation, ratio) in proof.ratios(of: role, on: architecture) {
            let hundredths = Int((ratio * 100).rounded())
            let text = "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
            lines.append("\(role) / bare  \(text)  \(operation)")
          }
        }
      }
      return lines + ["Linux \(proof.release): \(proof.hasHeld ? "proven" : "not proven")"]
    }
  }
}
