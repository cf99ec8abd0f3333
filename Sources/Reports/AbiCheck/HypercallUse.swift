// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import HypervisorABI

/// The hypercall numbers that a kernel's code passes, compared with those of a release.
public struct HypercallUse: Encodable, Sendable {
  /// A place that passes a number that no release uses for a hypercall.
  public struct Stray: Encodable, Sendable {
    /// The place, `xen_safe_halt+0xc`; the address if there are no symbols.
    public let place: String
    public let number: Int
    public internal(set) var severity = Severity.error
    /// The function's name, without the offset; nil if there are no symbols.
    let function: String?

    private enum CodingKeys: CodingKey { case place, number, severity }
  }

  /// The number of places where the hypercall number is known.
  public let sites: Int
  /// The names of the hypercalls that the release has, ordered by number.
  public let calls: [String]
  /// The names of hypercalls that only other releases have: Xen answers -ENOSYS, which a kernel may
  /// expect.
  public let lacking: [String]
  /// The findings.
  public private(set) var stray: [Stray]

  /// - Parameter scan: the code of a linked kernel.
  /// - Returns: nil if the code has no hypercall with a known number.
  public init?(_ scan: CodeScan, in release: XenRelease) {
    let seen = scan.hypercalls.filter { $0.number != nil }
    guard !seen.isEmpty else { return nil }
    let numbers = Set(seen.compactMap(\.number)).sorted()
    sites = seen.count
    calls = numbers.compactMap { Hypercall.number($0)?.name(in: release) }
    lacking = numbers.compactMap { Hypercall.number($0) }.filter { $0.name(in: release) == nil }
      .map(\.name)
    stray = seen.compactMap { site in
      site.number.flatMap { number in
        Hypercall.number(number) == nil
          ? Stray(
            place: HypercallReport(site, scan).cells[0], number: number,
            function: scan.symbol(of: site)?.name) : nil
      }
    }
  }

  /// A copy with that severity for the findings; without findings if the severity is nil.
  func weighed(_ severity: Severity?) -> HypercallUse {
    var copy = self
    copy.stray = severity == nil ? [] : stray
    for index in copy.stray.indices { copy.stray[index].severity = severity ?? .note }
    return copy
  }
}
