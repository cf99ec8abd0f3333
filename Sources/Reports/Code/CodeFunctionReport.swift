// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode

/// The instructions of one class in one function.
public struct CodeFunctionReport: Encodable, Sendable {
  /// The nearest symbol; null without names.
  public let symbol: Nullable<String>
  /// The section.
  public let section: String
  /// The worst of its sites.
  public let severity: Severity
  /// One by one.
  public let sites: [CodeSiteReport]

  /// Those of the same function together, in the order of places.
  static func all(
    _ sites: [CodeSite], _ scan: CodeScan, _ lines: SourceLines?
  ) -> [CodeFunctionReport] {
    var groups: [(symbol: String?, sites: [CodeSite])] = []
    var (region, function): (Int?, Int?)
    for site in sites {
      let place = scan.symbol(of: site)
      // Functions of one name are told as one.
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

  /// `irq_disable`, or the place where there are no names.
  var name: String { symbol.value ?? section }
}

/// One instruction.
public struct CodeSiteReport: Encodable, Sendable {
  /// Where it runs; in an object, from its section's start.
  public let address: String
  /// Behind the symbol; null without names.
  public let offset: Nullable<String>
  /// Its bytes, in hexadecimal.
  public let bytes: String
  /// Whether a PV guest gets there.
  public let reach: Reach
  /// How bad it is here.
  public let severity: Severity
  /// `kernel/sched.c:12`; null where DWARF has none.
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
