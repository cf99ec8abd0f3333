// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorLab
import Reports

/// The text form of a crash: the place, the registers in columns, and the top of the stack.
struct CrashText {
  let crash: CrashReport

  init(_ crash: CrashReport) { self.crash = crash }

  var lines: [String] {
    let place = crash.place.map { " = \($0)" } ?? ""
    let pointer = crash.instructionPointer.map { hex($0) + place } ?? "an unknown place"
    return ["  at \(pointer) (\(crash.context)\(crash.vcpu.map { " " + $0 } ?? ""))"]
      + RegisterRows(crash.registers.map { ($0.name, $0.value) }).lines
      + (crash.stack.isEmpty
        ? []
        : [
          "    stack  "
            + crash.stack.prefix(4).map { hexDigits($0, width: 16) }.joined(separator: "  ")
        ])
  }
}

/// Registers in columns, four per row.
struct RegisterRows {
  private let registers: [(name: String, value: UInt64)]

  init(_ registers: [(name: String, value: UInt64)]) { self.registers = registers }

  var lines: [String] {
    let cells = registers.map { [$0.name, text(of: $0)] }
    let rows = stride(from: 0, to: cells.count, by: 4).map { start in
      cells[start..<min(start + 4, cells.count)].flatMap { $0 }
    }
    return Table(rows).lines(indent: 4)
  }

  /// The value in hexadecimal: 16 bits for a selector, 64 for any other register, or 32.
  private func text(of register: (name: String, value: UInt64)) -> String {
    let isSelector = register.name.count == 2 && register.name.hasSuffix("s")
    return hexDigits(register.value, width: isSelector ? 4 : isNarrow ? 8 : 16)
  }

  /// Whether they are the registers of a 32-bit guest.
  private var isNarrow: Bool { registers.contains { $0.name == "eip" } }
}
