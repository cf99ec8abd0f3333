// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Every structure of a release on one architecture, for `pvkit abi layouts`.
///
/// The JSON has the same shape as layouts measured on compiled headers, so that the two can be
/// compared directly.
public struct LayoutListing: Sendable {
  public struct Entry: Encodable, Sendable {
    /// In bytes.
    public let size: Int
    /// In the order of declaration, with unions and structures flattened.
    public let fields: [Row]
  }

  /// `["name", offset, size]`, in bytes.
  public struct Row: Encodable, Sendable {
    public let member: Layout.Member

    public func encode(to encoder: any Encoder) throws {
      var row = encoder.unkeyedContainer()
      try row.encode(member.measuredName)
      try row.encode(member.offset)
      try row.encode(member.size)
    }
  }

  public let release: XenRelease
  public let architecture: Architecture
  /// Sorted by tag.
  public let layouts: [Layout]

  public init(release: XenRelease, architecture: Architecture) {
    self.release = release
    self.architecture = architecture
    layouts = Set(Structure.all(in: release).map(\.name)).sorted().compactMap {
      Layout($0, in: release, on: architecture)
    }
  }

  /// One object with one structure per line, so that `diff` shows differences between releases by
  /// structure.
  public func json() throws -> String {
    let form = JsonForm.abiLayouts
    let rows = try layouts.map { layout in
      let entry = Entry(size: layout.size, fields: layout.members.map(Row.init))
      return "\"\(layout.structure.name)\":" + (try encodeJSON(entry, .lines))
    }
    return """
      {"arch":"\(architecture)","form":"\(form.rawValue)","interface":"latest","structs":{
      \(rows.joined(separator: ",\n"))
      },"version":\(form.version),"xen":"\(release)"}
      """
  }

  /// One table per structure, with a blank line between them.
  public func lines(style: Style) -> [String] {
    let tables = layouts.compactMap {
      StructureListing($0.structure.name, in: release, on: [architecture])
    }
    return Array(tables.map { $0.lines(style: style) }.joined(separator: [""]))
  }
}

extension Layout.Member {
  /// The member's name as measured: debugging information gives `name[1]` for an array without a
  /// bound, `name[]`.
  fileprivate var measuredName: String {
    name.hasSuffix("[]") ? name.dropLast(2) + "[1]" : name
  }
}
