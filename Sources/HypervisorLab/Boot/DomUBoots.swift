// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Boots images as domUs: starts a Debian dom0, which creates them with xl, one after another.
///
/// A guest that does not end, or with which the machine ends, costs the machine: those after it get
/// a new one.
struct DomUBoots {
  let requests: [BootRequest]
  let places: LabPlaces
  let interruption: Interruption?
  /// Called with the number of the guest, from 0.
  let report: (Int, BootEvent) -> Void

  /// The serial port of the domain's console, from which the dom0 reads its orders.
  private static let consolePort = 1

  /// A domain on its way.
  private struct Guest {
    let number: Int
    let request: BootRequest
    var session: BootSession
    let watch: DomainWatch
  }

  /// - Returns: the result of each guest, or why there is none.
  /// - Throws: `LabError` if no machine can be started.
  func run() throws(LabError) -> [Result<BootResult, LabError>] {
    var guests: [Guest] = []
    for (number, request) in requests.enumerated() {
      guests.append(try guest(number, request))
    }
    var results: [Result<BootResult, LabError>] = []
    while results.count < guests.count { results += try boot(guests[results.count...]) }
    return results
  }

  private func guest(_ number: Int, _ request: BootRequest) throws(LabError) -> Guest {
    let watch = DomainWatch { [report] in report(number, $0) }
    // The dom0 shares its port with Xen; the domain has the other one.
    var session = try BootSession(
      request,
      readers: [ConsoleReader(domain: .toolstack), ConsoleReader(domain: .guest)],
      report: watch.see, watch: watch.verdict)
    try prepareOrders(request, &session)
    return Guest(number: number, request: request, session: session, watch: watch)
  }

  /// Prepares orders for the dom0.
  private func prepareOrders(
    _ request: BootRequest, _ session: inout BootSession
  ) throws(LabError) {
    guard let moveAt = request.moveAt, !request.moves.isEmpty || !request.xlCommands.isEmpty
    else { return }
    let always = request.moves.map { $0.rawValue + "\n" }.joined()
    session.reaction = .init(
      trigger: try Expectation(moveAt, option: "at"),
      texts: request.xlCommands.map { always + "xl \($0)\n" }, last: always,
      port: Self.consolePort)
  }

  /// Boots guests in one machine, until the last has ended or one costs the machine.
  ///
  /// - Returns: the results of the first guests, at least one.
  private func boot(
    _ guests: ArraySlice<Guest>
  ) throws(LabError) -> [Result<BootResult, LabError>] {
    let scratch = try MachineDirectory()
    var (machine, xen) = try machine(for: guests.map(\.request), in: scratch)
    var disks: [(guest: Int, file: DiskFile)] = []
    for guest in guests {
      for disk in guest.request.disks {
        disks.append((guest.number, try DiskFile(disk, interruption: interruption)))
      }
    }
    machine.disks = disks.map {
      .init(descriptor: $0.file.descriptor, isReadOnly: $0.file.disk.isReadOnly)
    }
    if guests.count > 1 || guests.contains(where: { $0.session.reaction != nil }) {
      machine.inputPort = Self.consolePort
    }
    for guest in guests {
      for forward in guest.request.forwards {
        let bound = try forward.bound()
        machine.forwards.append((bound, Network.address(card: 0)))
        report(guest.number, .forwarding(bound))
      }
    }
    var results = try follow(machine, guests, xen)
    for (guest, file) in disks where !file.disk.isReadOnly {
      let index = guest - guests.startIndex
      guard index < results.count, case .success(let result) = results[index] else { continue }
      do throws(LabError) {
        if result.succeeded { try file.commit() }
        report(guest, .disk(file.disk, isKept: result.succeeded))
      } catch { results[index] = .failure(error) }
    }
    return results
  }

  /// The machine is off when this returns.
  private func follow(
    _ machine: Machine, _ guests: ArraySlice<Guest>, _ xen: XenPackage
  ) throws(LabError) -> [Result<BootResult, LabError>] {
    let run = try MachineRun(machine, interruption: interruption)
    var results: [Result<BootResult, LabError>] = []
    for var guest in guests {
      if results.isEmpty {
        report(guest.number, .starting(xen, pid: run.processID))
      } else {
        order(.next, run)
      }
      results.append(try result(of: &guest, run))
      if results.count < guests.count, !(try hasEnded(&guest, results.last, run)) { break }
    }
    return results
  }

  private func result(
    of guest: inout Guest, _ run: MachineRun
  ) throws(LabError) -> Result<BootResult, LabError> {
    do throws(LabError) {
      let result = try guest.session.run(on: run, timeout: guest.request.timeout)
      return .success(result.located(guest.request))
    } catch {
      if case .interrupted = error { throw error }
      return .failure(error)
    }
  }

  /// Whether the dom0 can create the next guest. One that said what was expected is ended for that.
  private func hasEnded(
    _ guest: inout Guest, _ result: Result<BootResult, LabError>?, _ run: MachineRun
  ) throws(LabError) -> Bool {
    let watch = guest.watch
    if !watch.hasEnded, case .success(let result) = result, result.outcome == .expected {
      order(.stop, run)
      try guest.session.readOn(run, seconds: guest.request.timeout) { watch.hasEnded }
    }
    return watch.hasEnded
  }

  private func order(_ order: InitScript.Order, _ run: MachineRun) {
    run.send(order.rawValue + "\n", to: Self.consolePort)
  }

  private func machine(
    for requests: [BootRequest], in scratch: MachineDirectory
  ) throws(LabError) -> (Machine, XenPackage) {
    let first = requests[0]
    var needs = Requirements()
    let qemu = needs.qemu(in: places)
    let xen = XenPackage(first.hypervisor, places, &needs)
    let packages = ToolstackPackages(places, &needs, modules: Dom0Modules.needed(for: requests))
    try needs.check()
    let initramfs = Initramfs(packages: packages, libraries: SharedLibraries(places))
    let archive = try initramfs.archive(for: requests)
    let dom0Memory = Self.dom0Memory(for: requests)
    let domainMemory = requests.map(\.machineMemory).max() ?? 0
    var machine = Machine(
      qemu: qemu, directory: scratch.path, hypervisor: try scratch.write("xen", try xen.unpacked()),
      options: Machine.consoleOptions + ["dom0_mem=\(dom0Memory)M", "dom0_max_vcpus=1"]
        + first.xenOptions,
      modules: [
        .init(
          name: try scratch.write("kernel", try unpacked(packages.kernel)),
          arguments: Self.kernelOptions),
        .init(name: try scratch.write("initramfs", archive)),
      ],
      // Xen takes about 100 MiB. The archive is in memory twice while it is unpacked.
      memory: domainMemory + dom0Memory + 192 + 2 * archive.count >> 20,
      family: requests.contains { $0.mode == .shim } ? 16 : 15, serialPorts: 2)
    machine.countsInstructions = first.countsInstructions
    machine.processors = Machine.processors(
      for: requests.map { $0.maxVcpus ?? $0.vcpus }.max() ?? 1)
    return (machine, xen)
  }

  /// For the dom0's kernel. It neither tests its ciphers nor protects its own text: together that is
  /// a third of all that it executes until its first process starts.
  private static let kernelOptions = "console=hvc0 quiet cryptomgr.notests rodata=off"

  /// The memory of dom0 in MiB. A saved domain is kept in it.
  private static func dom0Memory(for requests: [BootRequest]) -> Int {
    512 + (requests.filter { $0.moves.contains(.saveRestore) }.map(\.domainMemory).max() ?? 0)
  }

  /// Unpacks the kernel on the host: under emulation the kernel takes seconds to unpack itself.
  private func unpacked(_ kernel: String) throws(LabError) -> [UInt8] {
    do {
      return try GuestImage.open(path: kernel).container.unpacked.get().array
    } catch { throw .unreadable(kernel, "no kernel that can be unpacked: \(error)") }
  }
}

extension BootRequest {
  /// The most memory of the domain in MiB.
  fileprivate var domainMemory: Int { maxMemory ?? memory }

  /// What it takes of the machine: a migrating domain exists twice for a while.
  fileprivate var machineMemory: Int { domainMemory * (moves.contains(.migrate) ? 2 : 1) }
}
