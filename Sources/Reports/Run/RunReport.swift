// SPDX-License-Identifier: Apache-2.0

import Base
import Hypervisor

/// The run of one guest: how it ended, and the findings. Addresses are strings, as in all JSON of
/// pvkit.
public struct RunReport: JsonDocument {
  public static let form = JsonForm.run

  /// One error that the guest made.
  public struct Finding: Encodable, Sendable {
    public let rule: String
    public let severity: Severity
    public let message: String
    public let address: String
    public let symbol: Nullable<String>
    /// The line of source code; null without DWARF.
    public let line: Nullable<String>
    /// The time of the guest's clock, in seconds.
    public let time: Double
    /// How often it happened at that place.
    public let count: Int
  }

  /// A vCPU at the end of a run that did not succeed.
  public struct Vcpu: Encodable, Sendable {
    /// A place in the kernel.
    public struct Frame: Encodable, Sendable {
      public let address: String
      public let symbol: Nullable<String>
      public let line: Nullable<String>
    }

    /// A register; the value is hexadecimal.
    public struct Register: Encodable, Sendable {
      public let name: String
      public let value: String
    }

    public let id: Int
    /// `running` or `blocked`.
    public let activity: String
    public let inKernel: Bool
    public let registers: [Register]
    /// The next instruction, then the return addresses on the stack, the latest first.
    public let frames: [Frame]
  }

  /// A hypercall and its command, and how often the guest used it.
  public struct Call: Encodable, Sendable {
    public let name: String
    public let count: Int
  }

  public let image: String
  public let xen: String
  public let role: String
  /// How the run ended, human-readable.
  public let outcome: String
  public let succeeded: Bool
  /// Null if nothing was expected.
  public let expectationMet: Nullable<Bool>
  /// The duration in the guest's time, in seconds.
  public let seconds: Double
  public let findings: [Finding]
  public let calls: [Call]
  /// The vCPUs; empty if the run succeeded.
  public let vcpus: [Vcpu]
  public let console: [String]

  public init(
    image: String, _ hypervisor: Hypervisor, _ request: RunRequest, _ outcome: RunOutcome,
    expectationMet: Bool?, console: [String]
  ) {
    self.image = FileName.display(image)
    xen = request.release.description
    role = request.role.rawValue
    self.outcome = outcome.words
    self.expectationMet = Nullable(expectationMet)
    succeeded = expectationMet ?? outcome.isGood
    seconds = Double(hypervisor.elapsed / 1_000_000) / 1000
    findings = hypervisor.found.map(Finding.init)
    calls = hypervisor.coverage.lines(in: request.release).map(Call.init)
    vcpus = succeeded ? [] : hypervisor.states().map(Vcpu.init)
    self.console = console
  }

  public var hasFindings: Bool { !succeeded || findings.contains { $0.severity != .note } }
}

extension RunReport.Finding {
  init(_ finding: RunFinding) {
    rule = finding.rule.rawValue
    severity = finding.severity
    message = finding.message
    address = hex(finding.address)
    symbol = Nullable(finding.symbol)
    line = Nullable(finding.line)
    time = Double(finding.time / 1000) / 1_000_000
    count = finding.count
  }

  /// The symbol, `init_memory+0x1f`; the address if there are no symbols.
  public var place: String { symbol.value ?? address }

  /// The place and the line of source code: `init_memory+0x1f (mm.c:12)`.
  public var placeAndLine: String { place + (line.value.map { " (\($0))" } ?? "") }

  /// The symbol without the offset, which the next build changes; empty without symbols.
  var function: String { symbol.value.map { String($0.prefix { $0 != "+" }) } ?? "" }
}

extension RunReport.Vcpu {
  init(_ state: VcpuState) {
    id = state.id
    activity = state.activity.rawValue
    inKernel = state.isInKernel
    registers = state.registers.map { Register(name: $0.name, value: hex($0.value)) }
    frames = state.frames.map {
      Frame(address: hex($0.address), symbol: Nullable($0.symbol), line: Nullable($0.line))
    }
  }
}

extension RunReport.Vcpu.Frame {
  /// The symbol or the address, and the line of source code.
  public var place: String {
    (symbol.value ?? address) + (line.value.map { " (\($0))" } ?? "")
  }
}

extension RunReport.Call {
  init(_ call: (name: String, count: Int)) {
    name = call.name
    count = call.count
  }
}

extension RunReport: AnnotatedReport {
  public static let rules =
    RunRule.allCases.map { rule in
      AnnotationRule(
        rule.rawValue, rule.severity, rule.summary, help: rule.explanation,
        example: rule.example.text.markdown)
    } + [ending]

  private static let ending = AnnotationRule(
    "run-ended", .error, "The guest did not end as it was expected to.",
    example: RunExample.ending.text.markdown)

  public var subject: String { outcome }

  public var annotations: [Annotation] {
    let found = findings.map {
      Annotation(
        $0.rule, $0.severity, $0.message, place: $0.place, lasting: $0.function,
        line: $0.line.value.flatMap(SourceLine.init))
    }
    return succeeded ? found : found + [Annotation(Self.ending.id, .error, outcome)]
  }
}
