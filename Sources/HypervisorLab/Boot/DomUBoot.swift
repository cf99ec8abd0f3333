// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Boots an image as a domU: starts a Debian dom0, which creates the domU with xl.
struct DomUBoot: Boot {
  let request: BootRequest
  let places: LabPlaces

  func run(
    interruption: Interruption?, report: @escaping (BootEvent) -> Void
  ) throws(LabError) -> BootResult {
    // The dom0 shares its port with Xen; the domain has the other one.
    var session = try BootSession(
      request,
      readers: [ConsoleReader(domain: .toolstack), ConsoleReader(domain: .guest)], report: report,
      watch: Self.watch(report))
    try prepareOrders(&session)
    let scratch = try MachineDirectory()
    var (machine, xen) = try machine(in: scratch)
    let disks = try openDisks(interruption)
    if session.reaction != nil { machine.inputPort = 1 }
    machine.disks = disks.map { .init(descriptor: $0.descriptor, isReadOnly: $0.disk.isReadOnly) }
    for forward in request.forwards {
      let bound = try forward.bound()
      machine.forwards.append((bound, Network.address(card: 0)))
      report(.forwarding(bound))
    }
    let result = try session.run(
      machine, timeout: request.timeout, interruption: interruption, xen: xen)
    for disk in disks where !disk.disk.isReadOnly {
      if result.succeeded { try disk.commit() }
      report(.disk(disk.disk, isKept: result.succeeded))
    }
    return result.located(request)
  }

  /// Prepares orders for the dom0, which reads them from the port of the domain's console.
  private func prepareOrders(_ session: inout BootSession) throws(LabError) {
    guard let moveAt = request.moveAt, !request.moves.isEmpty || !request.xlCommands.isEmpty
    else { return }
    let always = request.moves.map { $0.rawValue + "\n" }.joined()
    session.reaction = .init(
      trigger: try Expectation(moveAt, option: "at"),
      texts: request.xlCommands.map { always + "xl \($0)\n" }, last: always, port: 1)
  }

  private func openDisks(_ interruption: Interruption?) throws(LabError) -> [DiskFile] {
    var disks: [DiskFile] = []
    for disk in request.disks { disks.append(try DiskFile(disk, interruption: interruption)) }
    return disks
  }

  private func machine(in scratch: MachineDirectory) throws(LabError) -> (Machine, XenPackage) {
    var needs = Requirements()
    let qemu = needs.qemu(in: places)
    let xen = XenPackage(request.hypervisor, places, &needs)
    let packages = ToolstackPackages(
      places, &needs, modules: Dom0Modules.needed(for: request))
    try needs.check()
    let initramfs = Initramfs(packages: packages, libraries: SharedLibraries(places))
    let archive = try initramfs.archive(for: request)
    var machine = Machine(
      qemu: qemu, directory: scratch.path, hypervisor: try scratch.write("xen", try xen.unpacked()),
      options: Machine.consoleOptions + ["dom0_mem=\(dom0Memory)M", "dom0_max_vcpus=1"]
        + request.xenOptions,
      modules: [
        .init(
          name: try scratch.write("kernel", try unpacked(packages.kernel)),
          arguments: Self.kernelOptions),
        .init(name: try scratch.write("initramfs", archive)),
      ],
      // Xen takes about 100 MiB. A migrating domain exists twice for a while, and the archive is in
      // memory twice while it is unpacked.
      memory: domainMemory * (request.moves.contains(.migrate) ? 2 : 1) + dom0Memory + 192 + 2
        * archive.count
        >> 20,
      family: request.mode == .shim ? 16 : 15, serialPorts: 2)
    machine.countsInstructions = request.countsInstructions
    machine.processors = Machine.processors(for: request.maxVcpus ?? request.vcpus)
    return (machine, xen)
  }

  /// For the dom0's kernel. It neither tests its ciphers nor protects its own text: together that is
  /// a third of all that it executes until its first process starts.
  private static let kernelOptions = "console=hvc0 quiet cryptomgr.notests rodata=off"

  /// The memory of dom0 in MiB. A saved domain is kept in it.
  private var dom0Memory: Int { 512 + (request.moves.contains(.saveRestore) ? domainMemory : 0) }

  /// In MiB.
  private var domainMemory: Int { request.maxMemory ?? request.memory }

  /// Unpacks the kernel on the host: under emulation the kernel takes seconds to unpack itself.
  private func unpacked(_ kernel: String) throws(LabError) -> [UInt8] {
    do {
      return try GuestImage.open(path: kernel).container.unpacked.get().array
    } catch { throw .unreadable(kernel, "no kernel that can be unpacked: \(error)") }
  }

  /// Returns a function that finds the verdict in the dom0's report, or fails if the dom0 itself
  /// fails.
  private static func watch(
    _ show: @escaping (BootEvent) -> Void
  ) -> (ConsoleLine, [String]) throws(LabError) -> BootVerdict? {
    var report = ToolstackReport()
    return { line, log throws(LabError) in
      switch line.speaker {
      case .guest: return nil
      case .hypervisor:
        guard VerdictRule.outcome(of: line.text) != nil else { return nil }
        let panic = Panic(in: log)
        if let panic, panic.isFault { return panic.verdict }
        throw .dom0Failed((panic?.words ?? [line.text]).joined(separator: "; "))
      case .toolstack:
        let read = ToolstackReport.Line(line.text)
        switch read {
        case .stage(let stage): show(.stage(stage))
        case .moving(let move): show(.stage("\(move.rawValue): domain is suspended"))
        default: break
        }
        return report.read(read, hypervisorLog: log)
      }
    }
  }
}
