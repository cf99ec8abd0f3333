// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Snapshot: Decodable {
  private enum Key: String, CodingKey { case source, arch, structs, constants, version }

  /// The version of the format; files without a version have this one.
  public static let version = 1

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let version = try container.decodeIfPresent(Int.self, forKey: .version) ?? Self.version
    guard version == Self.version else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: container,
        debugDescription: "version \(version) of the form, this pvkit reads \(Self.version)")
    }
    let arch = try container.decode(String.self, forKey: .arch)
    guard let architecture = Architecture(rawValue: arch) else {
      throw DecodingError.dataCorruptedError(
        forKey: .arch, in: container, debugDescription: "neither i386 nor x86_64")
    }
    let records = try container.decode([String: StructureRecord].self, forKey: .structs)
    let layouts = records.map { name, record in
      (
        name,
        TypeLayout(
          name: name, kind: .struct, size: record.size, members: record.fields.map(\.member))
      )
    }
    self.init(
      description: try container.decode(String.self, forKey: .source), architecture: architecture,
      layouts: Dictionary(uniqueKeysWithValues: layouts),
      constants: try container.decode([String: Int].self, forKey: .constants))
  }
}

/// The recorded form of a structure.
public struct StructureRecord: Codable, Sendable {
  /// The size in bytes.
  public let size: Int
  let fields: [FieldRecord]

  /// - Parameter layout: the structure to record.
  public init(_ layout: TypeLayout) {
    size = layout.size
    fields = layout.members.map(FieldRecord.init)
  }
}

/// The recorded form of a member: `[name, offset, size, type]`, and the kind of value if it is
/// known.
struct FieldRecord: Codable {
  /// The accepted offsets and sizes. Nothing in a guest is larger, and sums of such numbers do not
  /// overflow.
  private static let sizes = 0...1 << 40

  let member: Layout.Member

  init(_ member: Layout.Member) { self.member = member }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(member.name)
    try container.encode(member.offset)
    try container.encode(member.size)
    try container.encode(member.type)
    if let kind = member.kind { try container.encode(kind) }
  }

  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    let name = try container.decode(String.self)
    let offset = try container.decode(Int.self)
    let size = try container.decode(Int.self)
    guard Self.sizes.contains(offset), Self.sizes.contains(size) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "an offset or size out of bounds")
    }
    let type = try container.decode(String.self)
    let kind = container.isAtEnd ? nil : try container.decode(String.self)
    member = Layout.Member(
      name: name, offset: offset, size: size, type: type,
      kind: kind.flatMap(Layout.ValueKind.init(rawValue:)))
  }
}
