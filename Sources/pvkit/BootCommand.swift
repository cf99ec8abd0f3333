// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorLab
import Reports

struct BootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boot",
    abstract: "Boot an image on a real Xen under QEMU and say how it ended.",
    discussion: """
      Ends as soon as the verdict is known: the expected text was printed, the guest shut down or \
      crashed, Xen refused the image, or the time ran out. Exit codes: 0 expected text seen, or \
      none asked for and the guest powered off or rebooted; 1 anything else that the guest did; \
      2 usage; 3 it could not be tried.

      Examples:
        pvkit boot guest.elf                           as Xen's initial domain
        pvkit boot --role domU --timeout 60 guest.elf  as xl creates it in a dom0
        pvkit boot --role domU --mode shim guest.elf   PV, on the PV shim
        pvkit boot --mode pvh --initrd initrd /boot/vmlinuz --expect 'login:'

      PVH and HVM guests run under AMD's SVM with nested paging, as QEMU emulates it; PVH as dom0 \
      with an IOMMU. An HVM guest is a 32-bit ELF without Xen notes, in place of the firmware, and a \
      domU only. Debian's Xen runs no 32-bit PV guest, but its PV shim does (--mode shim): a domU \
      only, again. --hypervisor names a Xen that runs them itself.
      """)

  enum Role: String, ExpressibleByArgument, CaseIterable { case domU, dom0 }

  @Argument(help: "A kernel: ELF or bzImage.", completion: .file())
  var image: String
  @Option(help: "Which domain it is to be.")
  var role = Role.dom0
  @Option(help: "From which entry, as firmware, or on the PV shim. (default: what suits the image)")
  var mode: BootRequest.Mode?
  @Option(help: "An initial ramdisk for the guest.", completion: .file())
  var initrd: String?
  @Option(help: "The guest's command line.")
  var append = "console=hvc0 earlyprintk=xen"
  @Option(help: "End when a line of the guest's console contains a match.")
  var expect: String?
  @Option(help: "Seconds. (default: 60 for a dom0, 180 for a domU)")
  var timeout: Double?
  @Option(help: "MiB: of the machine for a dom0, of the domain for a domU. (default: 512, 256)")
  var memory: Int?
  @Option(help: "A hypervisor other than Debian's: ELF or gzip.", completion: .file())
  var hypervisor: String?
  @Option(help: "More options for Xen's own command line.")
  var xenOptions = ""
  @Option(help: "Text, or one JSON object at the end.")
  var format = OutputFormat.text
  @Flag(name: .shortAndLong, help: "Show Xen's lines too.")
  var verbose = false

  func validate() throws {
    if let timeout, !(timeout > 0 && timeout <= 86400) {
      throw ValidationError("--timeout: more than 0 and at most 86400 seconds")
    }
    if let memory, !(16...65536).contains(memory) {
      throw ValidationError("--memory: 16 to 65536 MiB")
    }
    if let mode, role == .dom0, [.hvm, .shim].contains(mode) {
      throw ValidationError("--mode \(mode.rawValue) is for a domU: --role domU")
    }
    if mode == .hvm && initrd != nil { throw ValidationError("--mode hvm takes no --initrd") }
  }

  func run() throws {
    let mode = mode ?? .suited(to: image, as: role, on: hypervisor)
    let view = BootView(command: self, mode)
    let result = try boot(request(mode), view)
    try view.finish(result)
    throw result.succeeded ? ExitStatus.clean : .findings
  }

  private func boot(_ request: BootRequest, _ view: BootView) throws -> BootResult {
    do throws(LabError) {
      let lab = try Lab(interruption: Interruption.catching())
      return switch role {
      case .dom0: try lab.bootDom0(request, report: view.show)
      case .domU: try lab.bootDomU(request, report: view.show)
      }
    } catch {
      switch error {
      case .interrupted(let signal): Interruption.die(of: signal)
      case .badExpectation: throw ValidationError(error.description)
      default: throw error
      }
    }
  }

  private func request(_ mode: BootRequest.Mode) -> BootRequest {
    BootRequest(
      image: image, initrd: initrd, append: append, mode: mode, expect: expect,
      timeout: timeout ?? (role == .dom0 ? 60 : 180), memory: memory ?? (role == .dom0 ? 512 : 256),
      xenOptions: xenOptions.split(separator: " ").map(String.init), hypervisor: hypervisor)
  }
}
