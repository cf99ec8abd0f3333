// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorABI
import HypervisorLab
import PatchEngine

/// Proves a release: copies the tree, applies the kit, configures, builds, audits, boots each role
/// with the stress program and the timings, reverts, and compares every byte.
public final class ProofRun {
  private let request: ProofRequest
  private let kit: Kit
  private let lab: Lab
  /// Says what is being done, and how it ended.
  private let report: (String) -> Void
  private let scratch: String
  private var copy: String { scratch + "/tree" }
  private var results: [Proof.Result] = []
  private var timings: [Proof.Timing] = []
  private var hypervisor = ""

  /// Makes a scratch directory, which goes with the object.
  public init(
    _ request: ProofRequest, kit: Kit, lab: Lab, report: @escaping (String) -> Void
  ) throws {
    (self.request, self.kit, self.lab, self.report) = (request, kit, lab, report)
    let parent = FileName.variable("TMPDIR") ?? "/tmp"
    guard let created = FileName.makeDirectory(parent + "/pvkit-proof.XXXXXX") else {
      throw Tool.Failure(description: "\(parent): \(String(cString: strerror(errno)))")
    }
    scratch = created
  }

  deinit { _ = try? ChildProcess(["rm", "-rf", "--", scratch], files: [2, 2]).wait() }

  /// - Throws: when it could not be tried; what was tried and did not hold is in the proof.
  public func prove() throws -> Proof {
    try tool("copy").run(["cp", "-a", "--reflink=auto", "--", request.tree, copy], limit: 600)
    try? tool("clean").run(["rm", "-f", "--", copy + "/.config"], limit: 60)
    _ = try bench().revert(nil)
    try tool("vanilla").run(
      ["cp", "-a", "--reflink=auto", "--", copy, scratch + "/vanilla"], limit: 600)
    try? programs()
    let plan = try bench().wholePlan()
    if stage("apply", { try apply() }), stage("build", { try build(xen: true) }) {
      _ = stage("audit") { try audit() }
      for role in request.roles where role != .bare {
        _ = stage(role.rawValue) { try boot(role) }
      }
    }
    if request.roles.contains(.bare) { _ = stage("bare") { try bare() } }
    _ = stage("revert") { try revert() }
    return Proof(
      of: plan, compiler: compiler, hypervisor: hypervisor, results: results, timings: timings)
  }

  // MARK: stages

  private func apply() throws -> String {
    let outcome = try bench().apply(nil)
    if let refusal = outcome.refusals.first { throw refusal }
    return "\(outcome.files.count) files"
  }

  private func build(xen: Bool) throws -> String {
    try make(["KCONFIG_ALLCONFIG=\(try configuration(xen: xen))", "allnoconfig"], "configure")
    try make(["-j\(request.jobs)"] + (xen ? ["vmlinux"] : ["bzImage"]), "build")
    return (request.configuration ?? kitConfiguration).split(separator: "/").last.map(String.init)
      ?? ""
  }

  private func audit() throws -> String {
    let kit = ["--kit", kit.folder, "--arch", request.architecture.rawValue]
    try tool("audit").run([request.pvkit, "patch", "audit"] + kit + [copy], limit: 600)
    return ""
  }

  private func boot(_ role: BootRole) throws -> String {
    let append = "console=hvc0 quiet"
    let stress = try boot(role, "stress", append + " 2", expect: "all is well", limit: 900)
    let timing = try boot(role, "bench", append, expect: nil, limit: 600)
    read(timing.guestConsole, role)
    return "2 rounds of the stress program in \(Int(stress.seconds)) s"
  }

  private func bare() throws -> String {
    _ = try build(xen: false)
    let kernel = "\(copy)/arch/\(request.architecture.rawValue)/boot/bzImage"
    for (program, append) in [("stress", "2"), ("bench", "")] {
      let log = tool("bare-" + program)
      try log.run(
        [
          "qemu-system-x86_64", "-m", "256", "-display", "none", "-serial", "stdio", "-no-reboot",
          "-kernel", kernel, "-initrd", initrd(program),
          "-append", "console=ttyS0 quiet panic=-1 \(append)",
        ], limit: 600)
      let lines = log.text.split(whereSeparator: \.isNewline).map(String.init)
      if program == "bench" { read(lines, .bare) }
      guard program == "bench" || lines.contains(where: { $0.contains("all is well") }) else {
        throw Tool.Failure(description: "the stress program does not say that all is well")
      }
    }
    return "2 rounds of the stress program, CONFIG_XEN off"
  }

  private func revert() throws -> String {
    try make(["distclean"], "distclean")
    _ = try bench().revert(nil)
    try tool("compare").run(["diff", "-r", "--", scratch + "/vanilla", copy], limit: 600)
    return "every byte"
  }

  // MARK: with

  private func bench() throws -> Workbench {
    try Workbench(
      kit: kit, tree: KernelTree(path: copy), architectures: [request.architecture])
  }

  private func boot(
    _ role: BootRole, _ program: String, _ append: String, expect: String?, limit: Double
  ) throws -> BootResult {
    let boot = BootRequest(
      image: copy + "/vmlinux", initrd: initrd(program), append: append,
      mode: role == .shim ? .shim : .pv, expect: expect, timeout: limit,
      memory: role == .dom0 ? 512 : 256, xenOptions: [], hypervisor: nil)
    let show: (BootEvent) -> Void = { [self] event in
      if case .starting(let xen, _) = event { hypervisor = "Xen \(xen.version)" }
    }
    let result =
      role == .dom0
      ? try lab.bootDom0(boot, report: show) : try lab.bootDomU(boot, report: show)
    guard result.succeeded else {
      let last = result.words.first ?? result.guestConsole.last ?? "no output"
      throw Tool.Failure(description: "\(program): \(result.outcome): \(last)")
    }
    return result
  }

  /// `bench fork, exit: 758480 ns`
  private func read(_ lines: [String], _ role: BootRole) {
    for line in lines {
      let words = line.split(separator: " ")
      guard let start = words.firstIndex(of: "bench"), words.last == "ns", words.count > start + 3,
        let time = Int(words[words.count - 2]), words[words.count - 3].hasSuffix(":")
      else { continue }
      let operation = words[(start + 1)..<(words.count - 2)].joined(separator: " ").dropLast()
      timings.append(
        Proof.Timing(
          architecture: request.architecture.rawValue, role: role.rawValue,
          operation: String(operation), nanoseconds: time))
    }
  }

  private func stage(_ name: String, _ body: () throws -> String) -> Bool {
    report("\(name) …")
    let (held, detail): (Bool, String)
    do { (held, detail) = (true, try body()) } catch { (held, detail) = (false, "\(error)") }
    results.append(
      Proof.Result(
        architecture: request.architecture.rawValue, stage: name, held: held, detail: detail))
    report("\(name): \(held ? "held" : "failed") \(detail)")
    return held
  }

  private func make(_ arguments: [String], _ name: String) throws {
    let release = try bench().target().known
    let command = ["make", "-C", copy, "ARCH=\(request.architecture.rawValue)"]
    try tool(name).run(command + release.make + arguments, limit: 1800)
  }

  private func programs() throws {
    try tool("programs").run(["make", "-C", request.programs], limit: 120)
  }

  private func initrd(_ program: String) -> String { "\(request.programs)/\(program).cpio.gz" }

  private var kitConfiguration: String {
    let known = (try? bench().target().known)?.configurations[request.architecture] ?? ""
    return "\(kit.folder)/\(known)"
  }

  /// The configuration's file; without Xen, a copy that has the first serial port for a console.
  private func configuration(xen: Bool) throws -> String {
    let file = request.configuration ?? kitConfiguration
    if xen { return file }
    let bare = scratch + "/bare.config"
    let lines =
      "grep -vE 'CONFIG_(XEN|HVC_XEN)=' \"$1\"; printf '%s\\n' "
      + "CONFIG_SERIAL_8250=y CONFIG_SERIAL_8250_CONSOLE=y"
    try Tool(log: bare).run(["sh", "-c", lines, "sh", file], limit: 60)
    return bare
  }

  private var compiler: String {
    let log = tool("compiler")
    try? log.run(["gcc", "--version"], limit: 60)
    return log.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "unknown"
  }

  private func tool(_ name: String) -> Tool { Tool(log: "\(scratch)/\(name).log") }
}
