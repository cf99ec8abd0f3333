// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import HypervisorABI

/// The hypercall numbers that a kernel's code passes, compared with a release's.
public struct HypercallUse: Encodable, Sendable {
  /// A place that passes a number of no hypercall.
  public struct Stray: Encodable, Sendable {
    /// `xen_safe_halt+0xc`, or the address without names.
    public let place: String
    public let number: Int
    /// How bad that is.
    public internal(set) var severity = Severity.error
    /// Without the offset; nil without names.
    let function: String?

    private enum CodingKeys: CodingKey { case place, number, severity }
  }

  /// Places where a number can be seen.
  public let sites: Int
  /// The calls made there that the release knows, by number.
  public let calls: [String]
  /// Those that only other releases know: answered with -ENOSYS, which a kernel may expect.
  public let lacking: [String]
  /// Findings.
  public private(set) var stray: [Stray]

  /// - Parameter scan: the code of a linked kernel; one without calls of Xen gives nil.
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

  /// With findings of that severity; without them where it is nil.
  func weighed(_ severity: Severity?) -> HypercallUse {
    var copy = self
    copy.stray = severity == nil ? [] : stray
    for index in copy.stray.indices { copy.stray[index].severity = severity ?? .note }
    return copy
  }
}
