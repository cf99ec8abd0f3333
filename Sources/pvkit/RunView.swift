// SPDX-License-Identifier: Apache-2.0

import Base
@preconcurrency import Glibc
import Hypervisor
import Reports

/// A run on the screen: the guest's console on standard output, what is said of it on standard error
/// while it runs and behind the console at the end.
final class RunView {
  private let out = Style.terminal(STDOUT_FILENO)
  private let err = Style.terminal(STDERR_FILENO)
  private let isText: Bool
  private let showsCoverage: Bool
  private let expectation: Regex<AnyRegexOutput>?
  private unowned let hypervisor: Hypervisor
  private var line = ""
  /// Every line of the guest's so far.
  private(set) var console: [String] = []
  /// Nil where nothing is expected.
  private(set) var expectationMet: Bool?

  init(_ command: RunCommand, _ hypervisor: Hypervisor, _ expectation: Regex<AnyRegexOutput>?) {
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
    line += text
    while let end = line.firstIndex(of: "\n") {
      finishLine(String(line[..<end]))
      line = String(line[line.index(after: end)...])
    }
  }

  private func finishLine(_ text: String) {
    console.append(text)
    if isText {
      print(text.printable)
      fflush(stdout)
    }
    if let expectation, (try? expectation.firstMatch(in: text)) != nil {
      expectationMet = true
      hypervisor.interrupt()
    }
  }

  /// What stands behind the console.
  func ending(_ report: RunReport) -> [String] {
    if !line.isEmpty { finishLine(line) }
    line = ""
    let missed = expectationMet == false ? " before it printed the expected text" : ""
    let sentence =
      expectationMet == true ? "the expected text was printed" : report.outcome + missed
    let ink: Style.Ink = report.succeeded ? .good : .bad
    var lines = [out.paint("\(sentence) after \(report.seconds) s of its time", ink)]
    lines += report.findings.flatMap(text)
    if showsCoverage { lines += report.calls.map { "  \($0.count)  \($0.name)" } }
    return lines
  }

  private func text(_ finding: RunReport.Finding) -> [String] {
    let times = finding.count == 1 ? "" : ", \(finding.count) times"
    return [
      "\(out.paint(finding.severity)): \(finding.rule)"
        + " at \(finding.place)\(times)".printable,
      "  " + finding.message.printable,
    ]
  }
}
