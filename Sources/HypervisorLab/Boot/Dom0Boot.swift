// SPDX-License-Identifier: Apache-2.0

/// Boots an image as the initial domain.
struct Dom0Boot: Boot {
  let request: BootRequest
  let places: LabPlaces

  func run(
    interruption: Interruption?, report: @escaping (BootEvent) -> Void
  ) throws(LabError) -> BootResult {
    var session = try BootSession(
      request, readers: [ConsoleReader(domain: .guest)], report: report, watch: Self.verdict)
    let scratch = try MachineDirectory()
    let (machine, xen) = try machine(in: scratch)
    return try session.run(
      machine, timeout: request.timeout, interruption: interruption, xen: xen
    ).located(request)
  }

  private func machine(in scratch: MachineDirectory) throws(LabError) -> (Machine, XenPackage) {
    var needs = Requirements()
    let qemu = needs.qemu(in: places)
    let xen = XenPackage(request.hypervisor, places, &needs)
    try needs.check()
    let pvh = request.mode == .pvh
    var machine = Machine(
      qemu: qemu, directory: scratch.path, hypervisor: try scratch.write("xen", try xen.unpacked()),
      options: Machine.consoleOptions + (pvh ? Self.pvhOptions : [])
        + ["dom0_max_vcpus=\(request.vcpus)"] + request.xenOptions,
      modules: [
        .init(name: try scratch.link("kernel", to: request.image), arguments: request.append)
      ], memory: pvh ? max(request.memory, 1024) : request.memory, iommu: pvh)
    machine.countsInstructions = request.countsInstructions
    machine.processors = Machine.processors(for: request.vcpus)
    if let initrd = request.initrd {
      machine.modules.append(.init(name: try scratch.link("initrd", to: initrd)))
    }
    return (machine, xen)
  }

  /// A PVH dom0 must leave memory of the machine to Xen.
  private static let pvhOptions = ["dom0=pvh", "iommu=on", "dom0_mem=512M"]

  /// The verdict of a line of Xen about the initial domain.
  private static func verdict(_ line: ConsoleLine, _ log: [String]) -> BootVerdict? {
    guard line.speaker == .hypervisor, let outcome = VerdictRule.outcome(of: line.text) else {
      return nil
    }
    if outcome == .refused, let panic = Panic(in: log) { return panic.verdict }
    let causes = outcome == .crashed ? CrashReport(in: log)?.causes ?? [] : []
    return BootVerdict(outcome: outcome, words: causes + [line.text])
  }
}
