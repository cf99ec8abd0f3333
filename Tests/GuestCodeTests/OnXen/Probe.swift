// SPDX-License-Identifier: Apache-2.0

import Instructions

/// An instruction as a real guest executes it, and what must come of it.
struct Probe: Sendable {
  /// What is seen.
  enum Expected: Sendable {
    case invalidOpcode
    case protectionFault
    /// The vector 0x80 of the trap table.
    case delivered
    /// It goes on; what is left in rax is like that.
    case goesOn(@Sendable (UInt64) -> Bool)
  }

  let kind: InstructionClass
  /// Assembly; rax is what it tells. It may use any register.
  let code: String
  /// The virtual IOPL that it is executed with.
  let iopl: Int
  let expected: Expected

  init(
    _ kind: InstructionClass, _ code: String, iopl: Int = 0, _ expected: Expected
  ) {
    self.kind = kind
    self.code = code
    self.iopl = iopl
    self.expected = expected
  }

  static let goesOn = Expected.goesOn { _ in true }
  static func gives(_ value: UInt64) -> Expected { .goesOn { $0 == value } }

  /// probes.S: the code of each, and the table of them.
  static func source(_ probes: [Probe]) -> String {
    let functions = probes.enumerated().map { "probe\($0): \($1.code); ret" }
    let rows = probes.enumerated().map { ".quad probe\($0), \($1.iopl)" }
    return """
      .text
      \(functions.joined(separator: "\n"))
      .data
      .balign 8
      .globl probes, probe_count
      probes:
      \(rows.joined(separator: "\n"))
      probe_count: .quad \(probes.count)
      .bss
      .balign 16
      scratch: .skip 64

      """
  }
}
