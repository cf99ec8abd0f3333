// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorLab
import PatchEngine
import Synchronization

/// Proves a release: copies the tree, applies the kit, configures, builds, audits, boots each role
/// with the stress program and the timings, reverts, and compares every byte.
///
/// A step starts once its prerequisites are complete. Independent steps run in parallel.
public final class ProofRun: Sendable {
  /// The steps, in the order in which they start.
  public let steps: [ProofStep]
  /// The requested steps, including impossible ones.
  private let wanted: [ProofStep]
  private let request: ProofRequest
  private let limits: ProofLimits
  private let kit: Kit
  private let lab: Lab
  private let report: @Sendable (ProofEvent) -> Void
  private let directory: ProofDirectory
  private let state = Mutex(State())

  private struct State {
    var running: Set<ProofStep> = []
    var results: [ProofStep: Proof.Result] = [:]
    var timings: [Proof.Timing] = []
    var hypervisor: String?
    /// Whether the failure of a step is in a log.
    var isLogged = false
    /// The reason why no further steps are started.
    var failure: (any Error)?
  }

  /// Creates a working directory under $TMPDIR or /tmp.
  ///
  /// - Throws: `ProofFailure` if the machine lacks something that a proof needs.
  public init(
    _ request: ProofRequest, kit: Kit, lab: Lab, report: @escaping @Sendable (ProofEvent) -> Void
  ) throws {
    let missing = BuildTools.missing(tree: request.tree, request.roles, lab).joined(separator: " ")
    guard missing.isEmpty else {
      throw ProofFailure(
        "a proof needs Debian packages that are not installed: \(missing); run as root: apt-get "
          + "install -y \(missing)")
    }
    guard FileName.with(request.programs + "/Makefile", { access($0, R_OK) }) == 0 else {
      throw ProofFailure(
        "\(request.programs): has no Makefile; give the directory of the programs with --programs")
    }
    (self.request, self.kit, self.lab, self.report) = (request, kit, lab, report)
    limits = try ProofLimits(of: request, kit)
    let hasSMP = FileName.with(request.smpConfiguration) { access($0, R_OK) == 0 }
    wanted = ProofStep.steps(
      request.roles, model: limits.isPort, guest: limits.guest,
      drivers: try DeviceBoot.isOffered(by: request.configuration), smp: hasSMP)
    steps = limits.possible(wanted)
    directory = try ProofDirectory()
  }

  /// Makes the proof. Afterwards only the logs of failed steps remain, and what the request keeps.
  ///
  /// - Returns: the proof, with the results of failed steps too.
  /// - Throws: an error if the proof could not be made, or was interrupted.
  public func prove() throws -> Proof {
    do {
      let command = command(.copy)
      if !request.roles.isEmpty {
        try ProofBoots.makeInitrds(
          of: request.programs, for: request.architecture, in: directory, command)
      }
      try runSteps()
      let proof = try proof()
      let logs = state.withLock { $0.isLogged } ? ["logs"] : []
      directory.remove(but: request.keeps ? ["tree", "vmlinux", "logs"] : logs)
      return proof
    } catch {
      directory.remove(but: (error as? ProofFailure)?.log == nil ? [] : ["logs"])
      throw error
    }
  }

  /// The files that are kept on request, with their paths: the copy of the tree, the kernel for Xen
  /// if it was built, and the logs.
  public var kept: [(name: String, path: String)] {
    let all = [
      ("copy of the tree", directory.tree), ("kernel", directory.kernel), ("logs", directory.logs),
    ]
    return request.keeps
      ? all.filter { _, path in FileName.with(path) { access($0, F_OK) } == 0 } : []
  }

  // MARK: the order

  private func runSteps() throws {
    while true {
      let (next, isDone) = state.withLock { advance(&$0) }
      for step in next { try start(step) }
      if isDone { break }
      if next.isEmpty {
        report(.tick)
        usleep(50_000)
      }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func start(_ step: ProofStep) throws {
    do {
      try Worker.start { self.run(step) }
    } catch {
      throw ProofFailure("cannot start a thread: \(error)")
    }
  }

  /// Determines the steps to start now, and whether all are done. Called with the lock held.
  private func advance(_ state: inout State) -> (next: [ProofStep], isDone: Bool) {
    if state.failure == nil, let signal = lab.interruption?.pending {
      state.failure = LabError.interrupted(signal)
    }
    guard state.failure == nil else { return ([], state.running.isEmpty) }
    var next: [ProofStep] = []
    for step in steps where state.results[step] == nil && !state.running.contains(step) {
      let before = (step.needs + step.follows).filter(steps.contains)
      guard before.allSatisfy({ state.results[$0] != nil }) else { continue }
      guard step.needs.allSatisfy({ state.results[$0]?.held ?? true }) else {
        state.results[step] = result(step, .skipped, "", 0)
        continue
      }
      guard state.running.count < min(request.jobs, 2) else { break }
      state.running.insert(step)
      next.append(step)
    }
    return (next, next.isEmpty && state.results.count == steps.count)
  }

  private func run(_ step: ProofStep) {
    report(.started(step))
    let start = time(nil)
    let (ended, failure, fatal) = outcome(of: step, since: start)
    if fatal == nil { report(.ended(step, ended, failure)) }
    state.withLock { state in
      state.running.remove(step)
      state.results[step] = ended
      state.failure = state.failure ?? fatal
      if failure?.log != nil { state.isLogged = true }
    }
  }

  private func outcome(
    of step: ProofStep, since start: time_t
  ) -> (Proof.Result, ProofFailure?, fatal: (any Error)?) {
    func ended(_ state: Proof.State, _ detail: String) -> Proof.Result {
      result(step, state, detail, time(nil) - start)
    }
    do {
      return (ended(.held, try work(step)), nil, nil)
    } catch LabError.interrupted(let signal) {
      return (ended(.failed, ""), nil, LabError.interrupted(signal))
    } catch let failure as ProofFailure {
      return (ended(.failed, failure.description), failure, nil)
    } catch {
      let failure = ProofFailure("\(error)")
      return (ended(.failed, failure.description), failure, nil)
    }
  }

  private func result(
    _ step: ProofStep, _ state: Proof.State, _ detail: String, _ seconds: Int
  ) -> Proof.Result {
    Proof.Result(
      architecture: request.architecture.rawValue, stage: step.rawValue, state: state,
      seconds: seconds, detail: detail)
  }

  // MARK: the work

  private func work(_ step: ProofStep) throws -> String {
    let tree = ProofTree(request: request, kit: kit, directory: directory, command: command)
    switch step {
    case .copy: return try tree.copy()
    case .apply: return try tree.apply()
    case .build: return try tree.build()
    case .audit: return try tree.audit()
    case .model:
      return try ModelRun(request: request, directory: directory, command: command(step)).run()
    case .dom0: return try boot(.dom0, directory.kernel)
    case .domU: return try boot(.domU, directory.kernel)
    case .devices:
      return try DeviceBoot(boots: boots, role: limits.guest, kernel: directory.kernel).boot()
    case .smp:
      return try MultiprocessorBoot(
        boots: boots, role: limits.guest, kernel: try tree.buildSMP()
      ).boot(byToolstack: steps.contains(.devices))
    case .shim: return try boot(.shim, directory.kernel)
    case .bare: return try boot(.bare, try tree.buildBare())
    case .revert: return try tree.revert()
    }
  }

  private var boots: ProofBoots {
    ProofBoots(
      lab: lab, directory: directory, architecture: request.architecture.rawValue,
      show: { [report] in report(.doing($0, $1)) })
  }

  private func boot(_ role: BootRole, _ kernel: String) throws -> String {
    let shown = try boots.boot(role, kernel)
    state.withLock { state in
      state.timings += shown.timings
      state.hypervisor = shown.hypervisor ?? state.hypervisor
    }
    return shown.detail
  }

  private func proof() throws -> Proof {
    let tree = ProofTree(request: request, kit: kit, directory: directory, command: command)
    let compiler = LoggedCommand(
      log: directory.logs + "/compiler.log", interruption: nil, show: { _ in })
    try? compiler.run(["gcc", "--version"], limit: 60)
    let plan = try tree.plan()
    return try state.withLock { state in
      let order = ["dom0", "domU", "shim", "bare"]
      let timings = order.flatMap { role in state.timings.filter { $0.role == role } }
      return try Proof(
        of: plan, kit: kit, compiler: compiler.lines().first ?? "unknown",
        hypervisor: state.hypervisor ?? "none",
        results: limits.complete(state.results, wanted), timings: timings)
    }
  }

  private func command(_ step: ProofStep) -> LoggedCommand {
    LoggedCommand(
      log: "\(directory.logs)/\(step).log", interruption: lab.interruption,
      temporary: directory.temporary,
      show: { [report] in report(.doing(step, $0)) })
  }
}
