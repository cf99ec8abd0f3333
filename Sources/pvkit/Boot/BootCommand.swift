// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import HypervisorABI
import HypervisorLab
import Reports

struct BootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boot",
    abstract: "Boot a kernel on a real Xen under QEMU, and report how it ended.",
    discussion: """
      Runs Debian's Xen in an emulated machine (neither KVM nor a Xen host is needed) and prints the \
      guest's console. It ends as soon as the result is known: the expected text was printed, the \
      guest shut down or crashed, Xen refused the image, or the timeout expired.

      Examples:
        pvkit boot guest.elf                           as the initial domain
        pvkit boot --role domU --timeout 60 guest.elf  created by xl in a dom0
        pvkit boot --log console.txt --expect 'login: $' vmlinuz
        pvkit boot --role domU --mode shim guest.elf   PV, on the PV shim
        pvkit boot --role domU --disk root.img --disk data.img,ro --append 'root=/dev/xvda' vmlinuz
        pvkit boot --role domU --net --forward 8080:80 --initrd initrd vmlinuz
        pvkit boot --role domU --save-restore --at 'tick 5$' --expect 'tick 9$' --initrd initrd vmlinuz
        pvkit boot --role domU --vcpus 2-4 vmlinuz     2 processors, and 2 more by hot plug
        pvkit boot --role domU --memory 256 --xl 'mem-set guest 128' --at 'login:' vmlinuz
        pvkit boot --mode pvh --initrd initrd /boot/vmlinuz --expect 'login:'

      PVH and HVM guests use AMD SVM with nested paging, which QEMU emulates; a PVH dom0 also gets \
      an IOMMU. An HVM guest is a 32-bit ELF without Xen notes that replaces the firmware, and can \
      only be a domU. Debian's Xen does not run 32-bit PV guests, but its PV shim does (--mode shim), \
      as a domU only. --hypervisor selects another Xen, which may run them itself.

      A disk is a raw image. The guest writes to a copy of it, which replaces the image when the boot \
      succeeds (exit code 0); after any other end the image is unchanged. With ,ro it is not \
      copied and cannot be written to. Disks are served by the blkback driver of the dom0.

      A network card is on a private bridge of the dom0, which is \(Network.bridge) there and runs a \
      DHCP server; the first card gets \(Network.address(card: 0)) (netmask 255.255.255.0), the \
      next ones the following addresses. The guest can reach nothing else, and can be reached only by \
      --forward, which opens a port of 127.0.0.1; to the guest, such a connection comes \
      from \(Network.host).

      --save-restore and --migrate run xl save, restore and migrate in the dom0; with both, the domain is \
      first restored and then migrated, at each line that matches --at. The guest continues in a new \
      domain, and its console is still shown. The boot fails (exit code 1) if the guest does not suspend \
      or is not built again. \
      Debian's Xen is built without shadow page tables, so that it cannot migrate a PV guest; a PVH guest can be migrated.

      --xl takes any xl command. The dom0 knows the domain as guest, its disks as /dev/vda, \
      /dev/vdb and so on, and the bridge as \(Network.bridgeName): block-detach guest xvdb, \
      block-attach guest phy:/dev/vdb,xvdb,w, network-attach guest bridge=\(Network.bridgeName). A \
      command that xl refuses ends the boot (exit code 1).

      The emulated machine has as many processors as the guest has vCPUs, but not more than the host \
      has; Xen schedules the vCPUs on them. If the guest is a domU, its dom0 has one vCPU.

      QEMU, Xen and, for a domU, a dom0 kernel are taken from the installed Debian packages, or from \
      packages that are unpacked in $PVKIT_IMAGES.

      Exit codes: 0 the expected text was printed, or none was expected and the guest powered off or \
      rebooted; 1 the guest did anything else; 2 usage error; 3 the boot could not be started.
      """)

  @Argument(
    help: """
      A kernel: ELF or bzImage; a package (.deb, .rpm, tar, cpio) with one kernel, or PACKAGE(FILE) for one \
      of several.
      """, completion: .file())
  var image: String
  @Option(help: "The domain to boot it as.")
  var role = DomainRole.dom0
  @Option(
    help:
      "The kind of guest; shim is PV on the PV shim. (default: the first that a loader accepts)")
  var mode: GuestMode?
  @Option(help: "An initial ramdisk for the guest.", completion: .file())
  var initrd: String?
  @Option(help: "The guest's command line.")
  var append = "console=hvc0 earlyprintk=xen"
  @Option(
    help: ArgumentHelp(
      "Succeed when a line of the guest's console matches this regular expression.",
      valueName: "regex"))
  var expect: String?
  @Option(
    help: """
      When the boot has ended, write the guest's console to this file, not to standard output, which then \
      has only the result.
      """,
    completion: .file())
  var log: String?
  @Option(help: "Timeout in seconds. (default: 60 for a dom0, 180 for a domU)")
  var timeout: Double?
  @Option(
    help: ArgumentHelp(
      "Memory in MiB: of the machine for a dom0 (default: 512), of the domain for a domU (default: "
        + "256), which may be given the maximum at run time.", valueName: "memory[-max]"))
  var memory: StartAndMaximum?
  @Option(
    help: ArgumentHelp(
      "Virtual processors; a domU may be given the maximum at run time. (default: 1)",
      valueName: "vcpus[-max]"))
  var vcpus: StartAndMaximum?
  @OptionGroup var devices: DeviceOptions
  @OptionGroup var forwards: ForwardOptions
  @Flag(help: "Save a domU to a file and restore it, at each line that matches --at.")
  var saveRestore = false
  @Flag(help: "Migrate a domU to the same host, at each line that matches --at.")
  var migrate = false
  @Option(
    help: ArgumentHelp(
      "Run this xl command on a domU, whose name is guest; may be repeated: the first command at the "
        + "first line that matches --at, the second one at the second.", valueName: "command"))
  var xl: [String] = []
  @Option(
    help: ArgumentHelp(
      "The line of the guest's console at which to save, migrate or run xl, as a regular expression; each "
        + "line that matches counts.",
      valueName: "regex"))
  var at: String?
  @Option(help: "The hypervisor to use instead of Debian's: ELF or gzip.", completion: .file())
  var hypervisor: String?
  @Option(help: "Options to add to the command line of Xen.")
  var xenOptions = ""
  @OptionGroup var limit: UnpackLimit
  @Option(help: "The output format: the console as text, or one JSON object at the end.")
  var format = OutputFormat.text
  @Flag(name: .shortAndLong, help: "Show the messages of Xen and of dom0 too.")
  var verbose = false

  func validate() throws {
    guard format == .text || log.map(Output.isStandard) != true else {
      throw ValidationError("--log: standard output has the JSON; name a file")
    }
    if let timeout, !(timeout > 0 && timeout <= 86400) {
      throw ValidationError("--timeout: expected more than 0 and at most 86400 seconds")
    }
    if let memory, !memory.isWithin(16...65536) {
      throw ValidationError("--memory: expected 16 to 65536 MiB")
    }
    // HVM_MAX_VCPUS of Xen 4.17. Within that limit, more vCPUs only take longer.
    if let vcpus, !vcpus.isWithin(1...128) { throw ValidationError("--vcpus: expected 1 to 128") }
    for (option, value) in [("memory", memory), ("vcpus", vcpus)] {
      if role == .dom0, value?.most != nil {
        throw ValidationError("--\(option) with a maximum is for a domU: --role domU")
      }
    }
    try devices.check(role)
    try forwards.check(role, cards: devices.net)
    try checkOrders()
    if let mode, role == .dom0, [.hvm, .shim].contains(mode) {
      throw ValidationError("--mode \(mode.rawValue) is for a domU: --role domU")
    }
    if mode == .hvm && initrd != nil { throw ValidationError("--mode hvm takes no --initrd") }
  }

  /// Checks the options for actions on a running domU.
  private func checkOrders() throws {
    let options = [
      ("--save-restore", saveRestore), ("--migrate", migrate), ("--xl", !xl.isEmpty),
    ]
    if let (option, _) = options.first(where: \.1) {
      if role == .dom0 { throw ValidationError("\(option) is for a domU: --role domU") }
      if at == nil { throw ValidationError("\(option) needs --at: the line at which to do it") }
    } else if at != nil {
      throw ValidationError("--at needs --save-restore, --migrate or --xl")
    }
    let isLine = { (command: String) in
      !command.isEmpty && command.utf8.count <= 200
        && command.unicodeScalars.allSatisfy {
          $0.isASCII && $0.value >= 0x20 && $0.value < 0x7f
        }
    }
    if !xl.allSatisfy(isLine) {
      throw ValidationError("--xl: a command of 1 to 200 printable ASCII characters")
    }
  }

  func run() throws {
    var inputs = InputFiles(image: image)
    inputs.add(initrd, as: "the initial ramdisk")
    inputs.add(hypervisor, as: "the hypervisor")
    inputs.add(devices.disks.map(\.path), as: "a disk of the guest")
    try inputs.check(isNot: log, option: "--log")
    if let log { try Output.check(log) }
    let mode =
      mode ?? .suited(to: image, limit: limit.bytes, as: role, on: hypervisor)
    let view = BootView(command: self, mode)
    let result = try boot(request(mode), view)
    if let log {
      try Output.write(result.guestConsole.map { $0.printable + "\n" }.joined(), to: log)
    }
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
      default:
        try view.finish(FailureReport(image: image, error: error.description))
        throw error
      }
    }
  }

  private func request(_ mode: GuestMode) -> BootRequest {
    var request = BootRequest(
      image: image, initrd: initrd, append: append, mode: mode, expect: expect,
      timeout: timeout ?? (role == .dom0 ? 60 : 180),
      memory: memory?.now ?? (role == .dom0 ? 512 : 256),
      xenOptions: xenOptions.split(separator: " ").map(String.init), hypervisor: hypervisor)
    request.limit = limit.bytes
    request.maxMemory = memory?.most
    request.vcpus = vcpus?.now ?? 1
    request.maxVcpus = vcpus?.most
    request.disks = devices.disks
    request.cards = devices.net
    request.forwards = forwards.forwards
    request.moves = (saveRestore ? [.saveRestore] : []) + (migrate ? [.migrate] : [])
    request.xlCommands = xl
    request.moveAt = at
    return request
  }
}
