// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode

/// A function that uses x87, MMX, SSE or AVX registers without saving the process's values.
public struct FloatingPointReport: Encodable, Sendable {
  /// The address of the first such instruction.
  public let address: String
  /// The function's name; null if there are no symbols.
  public let symbol: Nullable<String>
  /// The offset from the symbol; null if there are no symbols.
  public let offset: Nullable<String>
  /// The number of such instructions in the function.
  public let count: Int
  /// `kernel/sched.c:12`; null if DWARF has no line.
  public let line: Nullable<String>

  public let severity: Severity

  init(
    _ use: FloatingPointUse, _ scan: CodeScan, _ lines: SourceLines?, _ severity: Severity
  ) {
    self.severity = severity
    let place = scan.symbol(of: use)
    address = hex(scan.address(of: use))
    symbol = Nullable(place?.name)
    offset = Nullable(place.map { hex($0.offset) })
    count = use.count
    line = Nullable(lines?.line(at: use.offset, region: use.region, in: scan))
  }
}
