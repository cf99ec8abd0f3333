// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorABI
import HypervisorLab
import PatchEngine
import Synchronization

/// Boots a kernel in a role, twice: with the stress program, and with the timings.
struct ProofBoots: Sendable {
  let lab: Lab
  let folder: ProofFolder
  let architecture: String
  let show: @Sendable (ProofStep, String) -> Void

  /// What the boots of a role showed.
  struct Shown {
    let detail: String
    let timings: [Proof.Timing]
    /// With its version; nil where there was none.
    let hypervisor: String?
  }

  /// A kernel that lives on after this is not waited for.
  static let death = "|Kernel BUG at|Oops: |Kernel panic"
  /// How the stress program and the one for devices end.
  static let end = "^# failed|^# all is well"
  /// Seconds of the host, which may be busy: a boot that hangs is stopped then.
  static let limit = 3600.0

  /// How many tests of a program came out well.
  static func good(_ lines: [String]) -> Int { lines.count { $0.hasPrefix("ok ") } }

  /// - Parameter kernel: its path.
  /// - Throws: ProofFailure, when the kernel did not do all that it was to do; LabError.
  func boot(_ role: BootRole, _ kernel: String) throws -> Shown {
    let stress = try boot(role, kernel, "stress", end: Self.end)
    let good = Self.good(stress.lines)
    // The shim's timings would say more of the emulated machine's virtualization than of the kernel.
    let timings =
      role == .shim ? [] : try boot(role, kernel, "bench", end: "^# timed").lines
    return Shown(
      detail: "\(good) tests of the stress program",
      timings: timings.compactMap { timing($0, role) }, hypervisor: stress.hypervisor)
  }

  private func boot(
    _ role: BootRole, _ kernel: String, _ program: String, end: String
  ) throws -> (lines: [String], hypervisor: String?) {
    let step = ProofStep(rawValue: role.rawValue) ?? .bare
    let console = role == .bare ? "ttyS0 machine=bare" : "hvc0"
    // The shim is a Xen of its own in an emulated HVM container, in which the round of 32 processes
    // would take longer than all the rest.
    let rounds = role == .shim ? 0 : 1
    var request = BootRequest(
      image: kernel, initrd: folder.initrd(program), append: "console=\(console) quiet \(rounds)",
      mode: role == .shim ? .shim : .pv, expect: end + Self.death, timeout: Self.limit,
      memory: role == .dom0 ? 512 : 256)
    // The stress program takes twice as long then, and need not be the same each time. But a bare
    // kernel that tries its timer at the IO-APIC gives up when a busy host lets it wait for ticks.
    request.countsInstructions = program == "bench"
    if role == .bare, !request.countsInstructions { request.append += " noapic" }
    return try run(request, as: role, step, program)
  }

  /// - Parameters:
  ///   - program: names the log, and what is shown.
  ///   - event: sees each event of the boot.
  /// - Returns: the guest's console.
  func run(
    _ request: BootRequest, as role: BootRole, _ step: ProofStep, _ program: String,
    event: @escaping @Sendable (BootEvent) -> Void = { _ in }
  ) throws -> (lines: [String], hypervisor: String?) {
    let xen = Mutex<String?>(nil)
    let report: @Sendable (BootEvent) -> Void = {
      switch $0 {
      case .starting(let package, _): xen.withLock { $0 = package.map { "Xen \($0.version)" } }
      case .stage(let stage): show(step, stage)
      case .line(let line): if line.speaker == .guest { show(step, "\(program): \(line.text)") }
      case .forwarding, .disk: break
      }
      event($0)
    }
    let result =
      switch role {
      case .dom0: try lab.bootDom0(request, report: report)
      case .domU, .shim: try lab.bootDomU(request, report: report)
      case .bare: try lab.bootBare(request, report: report)
      }
    folder.write(
      result.guestConsole + result.hypervisorLog.map { "(XEN) " + $0 }, to: Self.log(role, program))
    if let problem = Self.failure(result) {
      throw failure(problem, of: role, program, result.guestConsole)
    }
    return (result.guestConsole, xen.withLock { $0 })
  }

  /// - Parameter lines: the guest's console.
  func failure(
    _ problem: String, of role: BootRole, _ program: String, _ lines: [String]
  ) -> ProofFailure {
    ProofFailure(
      "\(program): \(problem)", log: folder.logs + "/" + Self.log(role, program),
      tail: lines.suffix(12))
  }

  private static func log(_ role: BootRole, _ program: String) -> String {
    "\(role)-\(program).log"
  }

  /// Why a boot is not what it is to be; nil when it is.
  static func failure(_ result: BootResult) -> String? {
    if let bad = result.guestConsole.first(where: { $0.hasPrefix("not ok ") }) {
      return bad
    }
    // The first line that was waited for decides; what follows is the machine's end.
    let deaths = ["# failed", "Kernel BUG at", "Oops: ", "Kernel panic"]
    if let line = result.words.first, result.outcome == .expected {
      return deaths.contains(where: line.contains) ? line : nil
    }
    let last = (result.words + result.guestConsole.suffix(1)).first ?? "no output"
    return "\(result.outcome.sentence): \(last)"
  }

  /// `bench fork, exit: 758480 ns`
  private func timing(_ line: String, _ role: BootRole) -> Proof.Timing? {
    guard line.hasPrefix("bench "), line.hasSuffix(" ns"),
      let colon = line.lastIndex(of: ":"), let time = Int(line[colon...].dropFirst(2).dropLast(3))
    else { return nil }
    return Proof.Timing(
      architecture: architecture, role: role.rawValue,
      operation: String(line[..<colon].dropFirst("bench ".count)), nanoseconds: time)
  }
}

extension ProofBoots {
  /// Builds the programs from their sources, and makes of each the userspace of a boot.
  ///
  /// - Parameter sources: has a Makefile that makes the init of each.
  static func makeInitrds(
    of sources: String, for architecture: Architecture, in folder: ProofFolder,
    _ command: LoggedCommand
  ) throws {
    try command.run(["cp", "-r", "--", sources, folder.programs], limit: 60)
    let targets = ProofFolder.initrds.map { $0 + ".init" }
    let make = ["make", "-C", folder.programs, "ARCH=\(architecture.rawValue)"]
    try command.run(make + targets, limit: 600)
    for program in ProofFolder.initrds {
      var archive = CpioArchive()
      archive.add(folder: "proc")
      archive.add(device: "dev/console", major: 5, minor: 1)
      archive.add("init", try contents("\(folder.programs)/\(program).init"))
      try folder.write(archive.finished(), to: folder.initrd(program))
    }
  }

  private static func contents(_ path: String) throws -> [UInt8] {
    guard let stream = FileName.with(path, { fopen($0, "re") }) else {
      throw ProofFailure("\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 16 << 20)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, stream))
    return bytes
  }
}
