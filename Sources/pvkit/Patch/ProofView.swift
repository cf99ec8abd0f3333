// SPDX-License-Identifier: Apache-2.0

import Base
@preconcurrency import Glibc
import KernelProof
import PatchEngine
import Reports
import Synchronization

/// Shows a running proof on standard error: a line when a step starts, and one when it ends. On a
/// terminal, the last line is updated with the running steps.
final class ProofView: Sendable {
  private struct State {
    var steps: [ProofStep] = []
    /// The running steps in the order in which they started, each with its start time in seconds
    /// and its current action.
    var running: [(step: ProofStep, since: time_t, line: String)] = []
    var shown: time_t = 0
  }
  private let state = Mutex(State())
  private let isTerminal = isatty(STDERR_FILENO) == 1

  func begin(_ steps: [ProofStep]) { state.withLock { $0.steps = steps } }

  func show(_ event: ProofEvent) {
    state.withLock { state in
      switch event {
      case .started(let step):
        state.running.append((step, time(nil), ""))
        if !isTerminal { complain("pvkit: \(name(step, state)) …") }
      case .doing(let step, let line):
        if let index = state.running.firstIndex(where: { $0.step == step }), !line.isEmpty {
          state.running[index].line = line.printable
        }
      case .ended(let step, let result, let failure):
        state.running.removeAll { $0.step == step }
        clear()
        complain("pvkit: \(name(step, state)): \(Self.sentence(result))")
        if let failure { Self.explain(failure) }
      case .tick: break
      }
      if isTerminal { refresh(&state) }
    }
  }

  /// Clears the line that is updated.
  func end() { state.withLock { _ in clear() } }

  /// The number and name of a step: `[3/9] build`.
  private func name(_ step: ProofStep, _ state: State) -> String {
    let number = (state.steps.firstIndex(of: step) ?? 0) + 1
    return "[\(number)/\(state.steps.count)] \(step.rawValue)"
  }

  /// The result of a step: `held after 42 s, 85 files`.
  private static func sentence(_ result: Proof.Result) -> String {
    "\(result.state.rawValue) after \(result.seconds) s"
      + (result.detail.isEmpty ? "" : ", \(result.detail.printable)")
  }

  private static func explain(_ failure: ProofFailure) {
    for line in failure.tail { complain("pvkit:   | \(line.printable)") }
    if let log = failure.log { complain("pvkit:   the log: \(log)") }
  }

  // MARK: the line that is updated

  private func refresh(_ state: inout State) {
    guard time(nil) != state.shown else { return }
    state.shown = time(nil)
    let parts = state.running.map { step, since, line in
      let elapsed = state.shown - since
      let seconds = elapsed % 60 < 10 ? "0\(elapsed % 60)" : "\(elapsed % 60)"
      return "\(name(step, state)) \(elapsed / 60):\(seconds) \(line.prefix(60))"
    }
    clear()
    fputs(String(parts.joined(separator: "  ").prefix(Self.width - 1)), stderr)
  }

  private func clear() {
    if isTerminal { fputs("\r\u{1b}[K", stderr) }
  }

  private static var width: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
      ? Int(size.ws_col) : 80
  }

  // MARK: the end

  /// One line per step, the timings relative to the bare machine's, and the verdict.
  static func table(_ proof: Proof) -> [String] {
    let results = Table(
      proof.results.map { [$0.stage, $0.state.rawValue, "\($0.seconds) s", $0.detail.printable] })
    return results.lines() + ratios(proof)
      + ["Linux \(proof.release): \(verdict(proof))"]
  }

  /// The verdict: `proven`, `proven as dom0, domU` for some roles, or `not proven`.
  private static func verdict(_ proof: Proof) -> String {
    guard proof.hasHeld else { return "not proven" }
    let roles = BootRole.allCases.map(\.rawValue).filter { role in
      proof.results.contains { $0.stage == role }
    }
    return roles.count == BootRole.allCases.count
      ? "proven" : "proven as \(roles.joined(separator: ", "))"
  }

  /// A table of the instructions of each operation in each role, as multiples of those without Xen.
  private static func ratios(_ proof: Proof) -> [String] {
    let roles = ["dom0", "domU", "shim"]
    return Set(proof.results.map(\.architecture)).sorted().flatMap { architecture -> [String] in
      let all = roles.map { proof.ratios(of: $0, on: architecture) }
      guard let operations = all.max(by: { $0.count < $1.count })?.map(\.operation),
        !operations.isEmpty
      else { return [] }
      let rows = operations.map { operation in
        [operation]
          + all.map { ratios in
            ratios.first { $0.operation == operation }.map { hundredths($0.1) } ?? ""
          }
      }
      return [""] + Table([["to bare"] + roles] + rows).lines() + [""]
    }
  }

  private static func hundredths(_ ratio: Double) -> String {
    let value = Int((ratio * 100).rounded())
    return "\(value / 100).\(value % 100 / 10)\(value % 10)"
  }
}
