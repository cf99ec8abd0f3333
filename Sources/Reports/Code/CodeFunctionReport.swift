// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode

/// The instructions of one class in one function.
public struct CodeFunctionReport: Encodable, Sendable {
  /// The nearest symbol; null if there are no symbols.
  public let symbol: Nullable<String>
  /// The section's name.
  public let section: String
  /// The worst severity of the sites.
  public let severity: Severity
  /// The instructions.
  public let sites: [CodeSiteReport]

  /// Groups instructions by function, in the order of places.
  static func all(
    _ sites: [CodeSite], _ scan: CodeScan, _ lines: SourceLines?
  ) -> [CodeFunctionReport] {
    var groups: [(symbol: String?, sites: [CodeSite])] = []
    var (region, function): (Int?, Int?)
    for site in sites {
      let place = scan.symbol(of: site)
      // Functions with the same name form one group.
      let isThere =
        site.region == region
        && (place?.function == function || place?.name == groups[groups.count - 1].symbol)
      if !isThere { groups.append((place?.name, [])) }
      groups[groups.count - 1].sites.append(site)
      (region, function) = (site.region, place?.function)
    }
    return groups.map { CodeFunctionReport($0.symbol, $0.sites, scan, lines) }
  }

  private init(
    _ symbol: String?, _ sites: [CodeSite], _ scan: CodeScan, _ lines: SourceLines?
  ) {
    self.symbol = Nullable(symbol)
    section = scan.regions[sites[0].region].name
    severity = sites.map(\.severity).min() ?? .note
    self.sites = sites.map { CodeSiteReport($0, scan, lines) }
  }
}

/// One instruction.
public struct CodeSiteReport: Encodable, Sendable {
  /// The address at run time; in an object file, the offset in its section.
  public let address: String
  /// The offset from the symbol; null if there are no symbols.
  public let offset: Nullable<String>
  /// The bytes of the instruction, in hexadecimal.
  public let bytes: String
  /// Whether a PV guest reaches the instruction.
  public let reach: Reach
  /// The severity at this place.
  public let severity: Severity
  /// `kernel/sched.c:12`; null if DWARF has no line.
  public let line: Nullable<String>

  init(_ site: CodeSite, _ scan: CodeScan, _ lines: SourceLines?) {
    line = Nullable(lines?.line(of: site, in: scan))
    address = hex(scan.address(of: site))
    offset = Nullable(scan.symbol(of: site).map { hex($0.offset) })
    bytes = scan.bytes(of: site)
      .map { hexDigits($0, width: 2) }.joined(separator: " ")
    reach = site.reach
    severity = site.severity
  }
}
