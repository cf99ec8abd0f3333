// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The layout of one structure, for `pvkit abi struct`.
public struct StructureListing: JsonDocument {
  public struct Variant: Encodable, Sendable {
    public let architecture: Architecture
    /// In bytes.
    public let size: Int
    public let alignment: Int
    public let members: [Layout.Member]
  }
  public static let form = JsonForm.abiStruct

  public let name: String
  public let header: String
  public let xen: String
  public let kind: Aggregate
  public let layouts: [Variant]
  private let memberNames: [String]

  enum CodingKeys: CodingKey { case name, header, xen, kind, layouts }

  /// Nil if the release has no such structure on any of the architectures.
  public init?(_ name: String, in release: XenRelease, on architectures: [Architecture]) {
    let layouts = architectures.compactMap { Layout(name, in: release, on: $0) }
    guard let first = layouts.first else { return nil }
    self.name = name
    header = first.structure.header
    kind = first.structure.kind
    xen = release.description
    memberNames = Layout.memberNames(of: layouts)
    self.layouts = layouts.map {
      Variant(
        architecture: $0.architecture, size: $0.size, alignment: $0.alignment, members: $0.members)
    }
  }

  public func lines(style: Style) -> [String] {
    let title = "\(kind.rawValue) \(name)"
    let sizes = layouts.map { "\($0.size) bytes aligned to \($0.alignment) on \($0.architecture)" }
    return [
      style.paint(title, .strong) + " (\(header), Xen \(xen)): " + sizes.joined(separator: ", ")
    ] + emphasized(Table([head] + rows).lines(indent: 2), style)
  }

  private var head: [String] {
    ["type", "member"]
      + layouts.flatMap { layout in ["offset", "size"].map { "\(layout.architecture) \($0)" } }
  }

  /// One row per member, with dashes for an architecture that lacks it.
  private var rows: [[String]] {
    memberNames.map { name in
      let placed = layouts.map { layout in layout.members.first { $0.name == name } }
      return [placed.lazy.compactMap { $0 }.first?.type ?? "", name]
        + placed.flatMap { member in
          member.map { [String($0.offset), String($0.size)] } ?? ["-", "-"]
        }
    }
  }
}
