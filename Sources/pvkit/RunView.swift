// SPDX-License-Identifier: Apache-2.0

import Base
@preconcurrency import Glibc
import Hypervisor
import HypervisorLab
import Reports

/// Shows a run: the guest's console on standard output, messages on standard error during the run,
/// and the result after the console.
final class RunView {
  private let out = Style.terminal(STDOUT_FILENO)
  private let err = Style.terminal(STDERR_FILENO)
  private let isText: Bool
  private let showsCoverage: Bool
  private let expectation: Pattern?
  private unowned let hypervisor: Hypervisor
  private var line = ""
  /// The length in bytes at which an unfinished line of the guest is ended.
  private static let longestLine = 1 << 14
  private var log = ConsoleLog()
  /// The lines of the guest's console; only the latest ones of a guest that prints too many.
  var console: [String] { log.lines }
  /// Nil if no text is expected.
  private(set) var expectationMet: Bool?

  init(_ command: RunCommand, _ hypervisor: Hypervisor, _ expectation: Pattern?) {
    if case .text = command.format { isText = true } else { isText = false }
    showsCoverage = command.coverage
    self.hypervisor = hypervisor
    self.expectation = expectation
    expectationMet = expectation.map { _ in false }
    hypervisor.onConsole = { [unowned self] in show($0) }
    hypervisor.onTrace = { [err] in complain(err.paint($0.printable, .dim)) }
    if command.verbose {
      hypervisor.onFinding = { [err] finding in
        let place = finding.symbol ?? hex(finding.address)
        complain(err.paint("pvkit: \(finding.rule.rawValue) at \(place): \(finding.message)", .bad))
      }
    }
  }

  private func show(_ text: String) {
    let parts = text.lines
    for (index, part) in parts.enumerated() {
      line += part
      if index < parts.count - 1 || line.utf8.count >= Self.longestLine { finishLine() }
    }
  }

  /// Ends the last line; the guest prints nothing more.
  func finish() {
    if !line.isEmpty { finishLine() }
  }

  private func finishLine() {
    let text = line
    line = ""
    log.append(text)
    if isText {
      print(text.printable)
      fflush(stdout)
    }
    if expectation?.matches(in: text) ?? false {
      expectationMet = true
      hypervisor.interrupt()
    }
  }

  /// The lines to print after the console.
  func ending(_ report: RunReport) -> [String] {
    let missed = expectationMet == false ? " before it printed the expected text" : ""
    let sentence =
      expectationMet == true ? "the expected text was printed" : report.outcome + missed
    let ink: Style.Ink = report.succeeded ? .good : .bad
    var lines = [out.paint("\(sentence) after \(report.seconds) s of its time", ink)]
    lines += report.findings.flatMap(text) + report.vcpus.flatMap(text)
    if showsCoverage { lines += report.calls.map { "  \($0.count)  \($0.name)" } }
    return lines
  }

  private func text(_ finding: RunReport.Finding) -> [String] {
    let times = finding.count == 1 ? "" : ", \(finding.count) times"
    return [
      "\(out.paint(finding.severity)): \(finding.rule)"
        + " at \(finding.placeAndLine)\(times)".printable,
      "  " + finding.message.printable,
    ]
  }

  /// A vCPU: where it is, its registers, and what it was called from.
  private func text(_ vcpu: RunReport.Vcpu) -> [String] {
    let mode = vcpu.inKernel ? "in the kernel" : "in user mode"
    let place = vcpu.frames.first?.place ?? "an unknown place"
    let registers = vcpu.registers.map { ($0.name, UInt64($0.value.dropFirst(2), radix: 16) ?? 0) }
    return ["vCPU \(vcpu.id), \(vcpu.activity) \(mode), at \(place)".printable]
      + RegisterRows(registers).lines
      + vcpu.frames.dropFirst().map { "    called from \($0.place)".printable }
  }
}
