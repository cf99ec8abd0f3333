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
      + Table(rows).lines(indent: 4)
      + (crash.stack.isEmpty
        ? [] : ["    stack  " + crash.stack.prefix(4).map(padded).joined(separator: "  ")])
  }

  /// The registers, four per row.
  private var rows: [[String]] {
    let cells = crash.registers.map { [$0.name, text(of: $0)] }
    return stride(from: 0, to: cells.count, by: 4).map { start in
      cells[start..<min(start + 4, cells.count)].flatMap { $0 }
    }
  }

  /// The value in hexadecimal: 16 bits for a selector, 64 for any other register.
  private func text(of register: CrashReport.Register) -> String {
    let isSelector = register.name.count == 2 && register.name.hasSuffix("s")
    return isSelector ? String(padded(register.value).suffix(4)) : padded(register.value)
  }

  private func padded(_ number: UInt64) -> String {
    hexDigits(number, width: 16)
  }
}
