// SPDX-License-Identifier: Apache-2.0

/// One running boot: reads the machine's consoles, keeps their lines, and stops at the first line
/// that decides the outcome.
struct BootSession {
  private let expectation: Expectation?
  private let death: Expectation?
  private let report: (BootEvent) -> Void
  /// Checks each line for a verdict.
  var watch: (ConsoleLine, _ hypervisorLog: [String]) throws(LabError) -> BootVerdict?
  var readers: [ConsoleReader]
  /// The input for a serial port when a line of the guest matches.
  var reaction: Reaction?
  private var last: String?
  private(set) var guest = ConsoleLog()
  private(set) var hypervisor = ConsoleLog()

  struct Reaction {
    let trigger: Expectation
    /// The texts for the first match, the second one, and so on.
    let texts: [String]
    /// The text for all further matches.
    let last: String
    let port: Int
  }

  /// - Throws: `LabError` if the initial ramdisk is not a readable file, or if an expected text is not a
  ///   regular expression.
  init(
    _ request: BootRequest, readers: [ConsoleReader], report: @escaping (BootEvent) -> Void,
    watch: @escaping (ConsoleLine, [String]) throws(LabError) -> BootVerdict?
  ) throws(LabError) {
    if let initrd = request.initrd { try RegularFile.check(initrd) }
    if let text = request.expect { expectation = try Expectation(text) } else { expectation = nil }
    if let text = request.death { death = try Expectation(text) } else { death = nil }
    self.readers = readers
    self.report = report
    self.watch = watch
  }

  /// Runs until the verdict; the machine is off when this returns.
  mutating func run(
    _ machine: Machine, timeout: Double, interruption: Interruption?, xen: XenPackage?
  ) throws(LabError) -> BootResult {
    let run = try MachineRun(machine, interruption: interruption)
    report(.starting(xen, pid: run.processID))
    return try self.run(on: run, timeout: timeout)
  }

  /// Runs until the verdict on a machine that goes on afterwards.
  mutating func run(on run: MachineRun, timeout: Double) throws(LabError) -> BootResult {
    let deadline = Deadline(after: timeout)
    let verdict = try follow(run, until: deadline)
    return result(verdict, seconds: deadline.elapsed)
  }

  private mutating func follow(
    _ run: MachineRun, until deadline: Deadline
  ) throws(LabError) -> BootVerdict {
    while true {
      switch try run.next(until: deadline) {
      case .output(let port, let bytes):
        let known = triggers
        if let verdict = try read(bytes, from: port) {
          guard verdict.outcome == .expected else { return try settle(verdict, run) }
          let whole = try whole(verdict, from: port, run)
          if whole.words.contains(where: { death?.isMet(by: $0) == true }) {
            try readOn(run, seconds: Self.reportTime)
          }
          return whole
        }
        if let reaction {
          for match in known..<triggers {
            let text = match < reaction.texts.count ? reaction.texts[match] : reaction.last
            if !text.isEmpty { run.send(text, to: reaction.port) }
          }
        }
      case .timeout:
        let verdict = try settle(BootVerdict(outcome: .timedOut, words: []), run)
        return BootVerdict(outcome: verdict.outcome, words: verdict.words + lastWords)
      case .ended(let status, let said):
        throw .machineEnded(status, said)
      }
    }
  }

  /// The seconds to wait for the end of a line. A prompt has no end.
  private static let lineTime = 1.0

  /// Extends the verdict to the whole line that matched, which may not be complete yet.
  private mutating func whole(
    _ verdict: BootVerdict, from port: Int, _ run: MachineRun
  ) throws(LabError) -> BootVerdict {
    let patience = Deadline(after: Self.lineTime)
    while expected(in: readers[port].pending) != nil {
      guard case .output(let other, let bytes) = try run.next(until: patience) else { break }
      let lines = readers[other].read(bytes)
      for line in lines { keep(line) }
      if other == port, let line = lines.first(where: { expected(in: $0.text) != nil }) {
        return BootVerdict(outcome: .expected, words: [line.text])
      }
    }
    guard expected(in: readers[port].pending) != nil else { return verdict }
    let line = readers[port].pending
    for line in readers[port].finish() where !line.text.isEmpty { keep(line) }
    return BootVerdict(outcome: .expected, words: [line])
  }

  /// The seconds for which a dying kernel's report is read. A kernel that continues has no end.
  private static let reportTime = 2.0

  /// Keeps what the machine prints after the verdict.
  ///
  /// - Parameters:
  ///   - seconds: for how long.
  ///   - isOver: what ends it earlier.
  mutating func readOn(
    _ run: MachineRun, seconds: Double, until isOver: () -> Bool = { false }
  ) throws(LabError) {
    let patience = Deadline(after: seconds)
    while !isOver(), case .output(let port, let bytes) = try run.next(until: patience) {
      for line in readers[port].read(bytes) { keep(line) }
    }
  }

  /// Reads all output up to the verdict, including unfinished lines. The guest's last line may come
  /// from another port than the verdict, and may be the expected one.
  private mutating func settle(_ verdict: BootVerdict, _ run: MachineRun) throws(LabError)
    -> BootVerdict
  {
    guard verdict.outcome != .expected else { return verdict }
    var lines: [ConsoleLine] = []
    for (port, bytes) in try run.remainder() { lines += readers[port].read(bytes) }
    lines += readers.indices.flatMap { readers[$0].finish() }.filter { !$0.text.isEmpty }
    for line in lines { keep(line) }
    let said = lines.first { $0.speaker == .guest && expected(in: $0.text) != nil }
    return said.map { BootVerdict(outcome: .expected, words: [$0.text]) } ?? verdict
  }

  /// The number of matches of the reaction's trigger.
  private var triggers = 0

  private mutating func keep(_ line: ConsoleLine) {
    report(.line(line))
    if line.speaker == .guest, reaction?.trigger.isMet(by: line.text) == true { triggers += 1 }
    if !line.text.isEmpty { last = line.text }
    switch line.speaker {
    case .guest: guest.append(line.text)
    case .hypervisor: hypervisor.append(line.text)
    case .toolstack: break
    }
  }

  /// The guest's last line, or the last line of any speaker, for a time-out.
  private var lastWords: [String] { (guest.lines.last ?? last).map { [$0] } ?? [] }

  mutating func read(_ bytes: [UInt8], from port: Int) throws(LabError) -> BootVerdict? {
    if let verdict = try take(readers[port].read(bytes)) { return verdict }
    let pending = readers[port].pending
    return readers[port].domain == .guest ? expected(in: pending) : nil
  }

  /// Keeps all lines, and returns the verdict of the first that decides.
  private mutating func take(_ lines: [ConsoleLine]) throws(LabError) -> BootVerdict? {
    var verdict: BootVerdict?
    for line in lines {
      keep(line)
      if line.speaker == .guest { verdict = verdict ?? expected(in: line.text) }
      if verdict == nil { verdict = try watch(line, hypervisor.lines) }
    }
    return verdict
  }

  private func expected(in text: String) -> BootVerdict? {
    guard let expectation, expectation.isMet(by: text) else { return nil }
    return BootVerdict(outcome: .expected, words: [text])
  }

  private func result(_ verdict: BootVerdict, seconds: Double) -> BootResult {
    let died = verdict.outcome == .crashed || verdict.outcome == .hypervisorCrashed
    return BootResult(
      outcome: verdict.outcome,
      expectationMet: expectation.map { _ in verdict.outcome == .expected },
      words: verdict.words, guestConsole: guest.lines, hypervisorLog: hypervisor.lines,
      crash: died ? CrashReport(in: hypervisor.lines) : nil, seconds: seconds)
  }
}
