// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode

/// A function that uses x87, MMX, SSE or AVX registers without saving those of a process.
public struct FloatingPointReport: Encodable, Sendable {
  /// Where the first such instruction runs.
  public let address: String
  /// The function.
  public let symbol: Nullable<String>
  /// Behind the symbol.
  public let offset: Nullable<String>
  /// How many such instructions it has.
  public let count: Int
  /// `kernel/sched.c:12`; null where DWARF has none.
  public let line: Nullable<String>

  /// How bad it is.
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
