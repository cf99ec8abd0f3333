// SPDX-License-Identifier: Apache-2.0

/// One boot under way: reads the machine's consoles, keeps what they say, and stops at the first
/// thing that decides.
struct BootSession {
  let expectation: Expectation?
  let report: (BootEvent) -> Void
  /// Looks at each line for one that decides.
  var watch: (ConsoleLine, _ hypervisorLog: [String]) throws(LabError) -> Verdict?
  var readers: [ConsoleReader]
  private(set) var guest = ConsoleLog()
  private(set) var hypervisor = ConsoleLog()

  init(
    expect: String?, readers: [ConsoleReader], report: @escaping (BootEvent) -> Void,
    watch: @escaping (ConsoleLine, [String]) throws(LabError) -> Verdict?
  ) throws(LabError) {
    if let expect { expectation = try Expectation(expect) } else { expectation = nil }
    self.readers = readers
    self.report = report
    self.watch = watch
  }

  /// Runs to the verdict; the machine is off when this returns.
  mutating func run(
    _ machine: Machine, timeout: Double, interruption: Interruption?, xen: XenPackage
  ) throws(LabError) -> BootResult {
    let deadline = Deadline(after: timeout)
    let run = try MachineRun(machine, interruption: interruption)
    report(.starting(xen, pid: run.processID))
    let verdict = try follow(run, until: deadline)
    return result(verdict, seconds: deadline.elapsed)
  }

  private mutating func follow(
    _ run: MachineRun, until deadline: Deadline
  ) throws(LabError) -> Verdict {
    while true {
      switch try run.next(until: deadline) {
      case .output(let port, let bytes):
        if let verdict = try read(bytes, from: port) { return verdict }
      case .timeout:
        _ = try take(readers.indices.flatMap { readers[$0].finish() }.filter { !$0.text.isEmpty })
        return Verdict(outcome: .timedOut, words: lastWords)
      case .ended(let status, let said):
        throw .machineEnded(status, said)
      }
    }
  }

  /// Where the guest was when the time ran out.
  private var lastWords: [String] { (guest.lines.last ?? hypervisor.lines.last).map { [$0] } ?? [] }

  mutating func read(_ bytes: [UInt8], from port: Int) throws(LabError) -> Verdict? {
    if let verdict = try take(readers[port].read(bytes)) { return verdict }
    let pending = readers[port].pending
    return readers[port].domain == .guest ? expected(in: pending) : nil
  }

  /// Keeps the lines, all of them, and says what the first that decides decides.
  private mutating func take(_ lines: [ConsoleLine]) throws(LabError) -> Verdict? {
    var verdict: Verdict?
    for line in lines {
      report(.line(line))
      switch line.speaker {
      case .guest:
        guest.append(line.text)
        verdict = verdict ?? expected(in: line.text)
      case .hypervisor: hypervisor.append(line.text)
      case .toolstack: break
      }
      if verdict == nil { verdict = try watch(line, hypervisor.lines) }
    }
    return verdict
  }

  private func expected(in text: String) -> Verdict? {
    guard let expectation, expectation.isMet(by: text) else { return nil }
    return Verdict(outcome: .expected, words: [text])
  }

  private func result(_ verdict: Verdict, seconds: Double) -> BootResult {
    let died = verdict.outcome == .crashed || verdict.outcome == .hypervisorCrashed
    return BootResult(
      outcome: verdict.outcome,
      expectationMet: expectation.map { _ in verdict.outcome == .expected },
      words: verdict.words, guestConsole: guest.lines, hypervisorLog: hypervisor.lines,
      crash: died ? CrashReport(in: hypervisor.lines) : nil, seconds: seconds)
  }
}
