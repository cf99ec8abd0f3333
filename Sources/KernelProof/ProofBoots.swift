// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorABI
import HypervisorLab
import PatchEngine
import Synchronization

extension BootRole {
  /// How a kernel is started in this role.
  var mode: GuestMode { self == .shim ? .shim : .pv }
  /// Where a domU ran, for results; empty for Debian's Xen.
  var place: String { self == .shim ? " on the PV shim" : "" }
}

/// Boots a kernel in a role, once with the stress program and once with the timings.
struct ProofBoots: Sendable {
  let lab: Lab
  let directory: ProofDirectory
  let architecture: String
  let show: @Sendable (ProofStep, String) -> Void

  /// The results of a role's boots.
  struct RoleResult {
    let detail: String
    let timings: [Proof.Timing]
    /// The hypervisor with its version; nil if there was none.
    let hypervisor: String?
  }

  /// Console output after which the boot is ended, although the kernel may continue: alternatives of
  /// a regular expression that are plain text.
  static let death = "Kernel BUG at|Oops: |Kernel panic"
  /// The last lines of the stress program and of the device tests.
  static let end = "^# failed|^# all is well"
  /// The time limit for a boot, in seconds of the host, which may be busy.
  static let limit = 3600.0

  /// The number of successful tests of a program, without those that it left out.
  static func good(_ lines: [String]) -> Int {
    lines.count { $0.hasPrefix("ok ") && !$0.contains(" # SKIP ") }
  }

  /// - Parameter kernel: the path of the kernel.
  /// - Throws: `ProofFailure` if the kernel did not pass; `LabError`.
  func boot(_ role: BootRole, _ kernel: String) throws -> RoleResult {
    let stress = try boot(role, kernel, "stress", end: Self.end)
    let good = Self.good(stress.lines)
    // Timings on the shim are left out: they would measure the emulated machine's virtualization
    // rather than the kernel.
    let timings =
      role == .shim ? [] : try boot(role, kernel, "bench", end: "^# timed").lines
    return RoleResult(
      detail: "\(good) tests of the stress program",
      timings: timings.compactMap { timing($0, role) }, hypervisor: stress.hypervisor)
  }

  private func boot(
    _ role: BootRole, _ kernel: String, _ program: String, end: String
  ) throws -> (lines: [String], hypervisor: String?) {
    let step = ProofStep(rawValue: role.rawValue) ?? .bare
    let console = role == .bare ? "ttyS0 machine=bare" : "hvc0"
    // The shim is a Xen of its own in an emulated HVM container, where the round of 32 processes
    // would take longer than everything else.
    let rounds = role == .shim ? 0 : 1
    var request = BootRequest(
      image: kernel, initrd: directory.initrd(program),
      append: "console=\(console) quiet \(rounds)",
      mode: role.mode, expect: end, timeout: Self.limit,
      memory: role == .dom0 ? 512 : 256)
    // Counting instructions doubles the time of the stress program, which need not be reproducible.
    // Without it, a bare kernel that tests its timer at the IO-APIC gives up when a busy host
    // delays its ticks.
    request.countsInstructions = program == "bench"
    if role == .bare, !request.countsInstructions { request.append += " noapic" }
    return try run(request, as: role, step, program)
  }

  /// - Parameters:
  ///   - request: what to boot.
  ///   - role: the role in which to boot it.
  ///   - step: the step to report progress for.
  ///   - program: the name of the program, for the log and for progress reports.
  ///   - event: called for each event of the boot.
  /// - Returns: the guest's console, and the hypervisor with its version.
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
    var request = request
    request.expect = request.expect.map { "\($0)|\(Self.death)" }
    request.death = Self.death
    let result =
      switch role {
      case .dom0: try lab.bootDom0(request, report: report)
      case .domU, .shim: try lab.bootDomU(request, report: report)
      case .bare: try lab.bootBare(request, report: report)
      }
    directory.write(
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
      "\(program): \(problem)", log: directory.logs + "/" + Self.log(role, program),
      tail: Self.last(lines))
  }

  /// The lines to show of a failed boot: from shortly before a kernel's report of its death, or the
  /// last ones.
  static func last(_ lines: [String]) -> [String] {
    guard let death = lines.firstIndex(where: isDeath) else { return lines.suffix(12) }
    return Array(lines[max(0, death - 4)...].prefix(30))
  }

  private static func isDeath(_ line: String) -> Bool {
    death.split(separator: "|").contains { line.contains($0) }
  }

  private static func log(_ role: BootRole, _ program: String) -> String {
    "\(role)-\(program).log"
  }

  /// The reason why a boot failed; nil if it succeeded.
  static func failure(_ result: BootResult) -> String? {
    if let bad = result.guestConsole.first(where: { $0.hasPrefix("not ok ") }) {
      return bad
    }
    // The first line that matched decides; the lines after it belong to the machine's shutdown.
    if let line = result.words.first, result.outcome == .expected {
      return isDeath(line) || line.contains("# failed") ? line : nil
    }
    let last = (result.words + result.guestConsole.suffix(1)).first ?? "no output"
    return "\(result.outcome.sentence): \(last)"
  }

  /// Parses a line such as `bench fork, exit: 758480 ns`.
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
  /// Builds the programs from their sources, and makes an initrd from each.
  ///
  /// - Parameters:
  ///   - sources: a directory with a Makefile that builds the init of each program.
  ///   - architecture: the architecture to build for.
  ///   - directory: the directory of the proof.
  ///   - command: runs the build.
  static func makeInitrds(
    of sources: String, for architecture: Architecture, in directory: ProofDirectory,
    _ command: LoggedCommand
  ) throws {
    try command.run(["cp", "-r", "--", sources, directory.programs], limit: 60)
    let targets = ProofDirectory.initrds.map { $0 + ".init" }
    let make = ["make", "-C", directory.programs, "ARCH=\(architecture.rawValue)"]
    try command.run(make + targets, limit: 600)
    for program in ProofDirectory.initrds {
      var archive = CpioArchive()
      archive.add(directory: "proc")
      archive.add(device: "dev/console", major: 5, minor: 1)
      archive.add("init", try contents("\(directory.programs)/\(program).init"))
      try directory.write(archive.finished(), to: directory.initrd(program))
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
