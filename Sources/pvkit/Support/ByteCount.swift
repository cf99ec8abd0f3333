// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// A number of bytes with an optional unit: `4096`, `64K`, `512M`, `1G`, `1T`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int
  let text: String

  init(_ bytes: Int, text: String) {
    self.bytes = bytes
    self.text = text
  }

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    let unit = argument.last.flatMap { units[Character($0.uppercased())] }
    guard let number = Int(unit == nil ? argument[...] : argument.dropLast()), number > 0,
      case (let bytes, let overflow) = number.multipliedReportingOverflow(by: unit ?? 1), !overflow
    else { return nil }
    self.init(bytes, text: argument)
  }

  var defaultValueDescription: String { text }
}
