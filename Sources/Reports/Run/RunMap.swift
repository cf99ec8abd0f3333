// SPDX-License-Identifier: Apache-2.0

import Base
import Hypervisor

/// The address space of a guest's kernel at the end of a run, with the type of each page: for
/// `pvkit run --map`.
public struct RunMap: Sendable {
  /// Addresses that are mapped, with small gaps at most.
  struct Region: Sendable {
    /// In order, at least one.
    var runs: [AddressMap.Run]

    var start: UInt64 { runs[0].start }
    var end: UInt64 { runs[runs.count - 1].end }
    /// The last address.
    var last: UInt64 { end &- 1 }

    /// The number of pages of each kind that occurs.
    var counts: [(kind: AddressMap.Kind, count: Int)] { RunMap.counts(runs) }

    /// The rights that occur: `rw-, r-x`.
    var rights: String {
      runs.map(\.rights).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        .sorted().joined(separator: ", ")
    }
  }

  /// The image's name.
  let image: String
  /// `dom0 of 128 MiB on Xen 4.17, when the guest powered off`
  let heading: String
  let regions: [Region]
  /// Whether there is more, which was not looked at.
  let isCut: Bool

  /// Gaps of so many bytes and more divide regions: what an L2 entry maps.
  private static let gap: UInt64 = 2 << 20

  /// - Parameters:
  ///   - report: of the run.
  ///   - map: what is mapped at its end.
  ///   - memory: of the domain, in MiB.
  public init(_ report: RunReport, _ map: AddressMap, memory: Int) {
    image = report.image
    heading =
      "\(report.role) of \(byteSize(UInt64(memory) << 20)) on Xen \(report.xen); \(report.outcome)"
    isCut = map.isCut
    regions = map.runs.reduce(into: []) { regions, run in
      if let last = regions.last, run.start &- last.end < Self.gap {
        regions[regions.count - 1].runs.append(run)
      } else {
        regions.append(Region(runs: [run]))
      }
    }
  }

  /// The number of pages of each kind that occurs, in all regions.
  var counts: [(kind: AddressMap.Kind, count: Int)] { Self.counts(regions.flatMap(\.runs)) }

  private static func counts(_ runs: [AddressMap.Run]) -> [(kind: AddressMap.Kind, count: Int)] {
    let sums = runs.reduce(into: [AddressMap.Kind: Int]()) { $0[$1.kind, default: 0] += $1.count }
    return AddressMap.Kind.allCases.compactMap { kind in sums[kind].map { (kind, $0) } }
  }

  /// The text form, without line ends: one line for each region, from low to high addresses.
  public func lines(_ style: Style) -> [String] {
    let head = ["from", "to", "rights", "pages"]
    let table = Table([head] + regions.map { [hex($0.start), hex($0.last), $0.rights, $0.words] })
      .lines(indent: 2)
    return [
      "\(style.paint(image.printable, .strong)): \(heading.printable)", style.paint(table[0], .dim),
    ] + table.dropFirst() + (isCut ? [Self.cut] : [])
  }

  static let cut = "  and more, which was not looked at"

  /// A whole HTML page: the picture, and the regions as a table.
  ///
  /// - Parameter version: the version of pvkit.
  public func page(version: String) -> String {
    var page = HtmlPage(
      title: "Address space of \(image)", about: heading, maker: "pvkit \(version)")
    page.add("picture", "Picture", GuestMap.scrolled(RunMapDrawing(self).element, "Picture"))
    let cells = regions.map { region in
      [
        Html.Cell(hex(region.start), "code"), Html.Cell(hex(region.last), "code"),
        Html.Cell(region.rights, "code"), Html.Cell(region.words),
      ]
    }
    page.add(
      "table", "Table",
      Html.table("From low to high addresses", ["From", "To", "Rights", "Pages"], cells))
    return page.html
  }

  /// The picture as a file (SVG).
  public var picture: String { RunMapDrawing(self).file }
}

extension RunMap.Region {
  /// `312 L1 page tables, 65,000 writable pages`
  var words: String { counts.map { $0.kind.words($0.count) }.joined(separator: ", ") }
}

extension AddressMap.Run {
  /// `rw-`, as readelf prints rights.
  var rights: String { "r" + (canWrite ? "w" : "-") + (canExecute ? "x" : "-") }
}

extension AddressMap.Kind {
  /// The name of one such page.
  var noun: String {
    switch self {
    case .l1: "L1 page table"
    case .l2: "L2 page table"
    case .l3: "L3 page table"
    case .l4: "L4 page table"
    case .descriptors: "descriptor page"
    case .shared: "shared_info page"
    case .foreign: "page of another domain"
    case .device: "page without memory"
    case .writable: "writable page"
    case .untyped: "page without a type"
    }
  }

  func words(_ count: Int) -> String {
    switch self {
    case .foreign: counted(count, noun, plural: "pages of another domain")
    case .device: counted(count, noun, plural: "pages without memory")
    case .untyped: counted(count, noun, plural: "pages without a type")
    default: counted(count, noun)
    }
  }
}
