// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorLab
import Reports

/// The result of a boot as JSON. Addresses are strings, as in all JSON of pvkit.
struct BootRecord: JsonDocument {
  static let form = JsonForm.boot

  struct Crash: Encodable {
    let context: String
    let vcpu: Nullable<String>
    let place: Nullable<String>
    let causes: [String]
    let registers: [String: String]
    let stack: [String]
  }

  let outcome: BootOutcome
  let succeeded: Bool
  let expectationMet: Nullable<Bool>
  let words: [String]
  let console: [String]
  let hypervisor: [String]
  let crash: Nullable<Crash>

  init(_ result: BootResult) {
    outcome = result.outcome
    succeeded = result.succeeded
    expectationMet = Nullable(result.expectationMet)
    words = result.words
    console = result.guestConsole
    hypervisor = result.hypervisorLog
    crash = Nullable(result.crash.map(Crash.init))
  }
}

extension BootRecord.Crash {
  init(_ crash: CrashReport) {
    context = crash.context
    vcpu = Nullable(crash.vcpu)
    place = Nullable(crash.place)
    causes = crash.causes
    registers = Dictionary(
      crash.registers.map { ($0.name, hex($0.value)) }, uniquingKeysWith: { first, _ in first })
    stack = crash.stack.map { hex($0) }
  }
}
