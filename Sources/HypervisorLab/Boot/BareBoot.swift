// SPDX-License-Identifier: Apache-2.0

/// Boots a kernel on the emulated machine without a hypervisor, for comparison.
struct BareBoot: Boot {
  let request: BootRequest
  let places: LabPlaces

  func run(
    interruption: Interruption?, report: @escaping (BootEvent) -> Void
  ) throws(LabError) -> BootResult {
    var session = try BootSession(
      request, readers: [ConsoleReader(domain: .guest)], report: report, watch: Self.verdict)
    let scratch = try MachineDirectory()
    var needs = Requirements()
    let qemu = needs.qemu(in: places)
    try needs.check()
    var machine = Machine(
      qemu: qemu, directory: scratch.path,
      hypervisor: try scratch.link("kernel", to: request.image), options: [request.append],
      modules: [], memory: request.memory)
    machine.countsInstructions = request.countsInstructions
    machine.processors = request.vcpus
    if let initrd = request.initrd {
      machine.modules.append(.init(name: try scratch.link("initrd", to: initrd)))
    }
    return try session.run(
      machine, timeout: request.timeout, interruption: interruption, xen: nil)
  }

  /// Without a hypervisor only the kernel itself reports that it died.
  private static func verdict(_ line: ConsoleLine, _ log: [String]) -> BootVerdict? {
    line.text.contains("Kernel panic") ? BootVerdict(outcome: .crashed, words: [line.text]) : nil
  }
}
