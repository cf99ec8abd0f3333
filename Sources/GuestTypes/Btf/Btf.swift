// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The types in a kernel's `.BTF` section.
///
/// All records are found in one pass; only those that are asked for are resolved. The section is
/// not trusted: every offset, count, type id and cycle of types is checked.
public struct Btf: TypeSource {
  /// The ELF section that contains BTF.
  public static let sectionName = ".BTF"

  public let description: String
  public let architecture: Architecture
  /// A message about records that were skipped because their kinds are too new.
  public let remarks: [String]
  let header: BtfHeader
  let index: BtfIndex
  let problem: BtfProblem

  /// - Parameters:
  ///   - section: the bytes of `.BTF`.
  ///   - image: the kernel's name, for errors.
  ///   - origin: the offset of the section in the kernel, for errors.
  ///   - base: for a module, the bytes of its kernel's `.BTF` and the name of that kernel.
  ///   - architecture: nil to derive it from the types.
  /// - Throws: `ImageError` if the section is cut off, damaged or big-endian, or belongs to a
  ///   module without a base.
  public init(
    _ section: Bytes, of image: String, at origin: UInt64 = 0,
    on base: (section: Bytes, name: String)? = nil, architecture: Architecture?
  ) throws(ImageError) {
    problem = BtfProblem(image: image, origin: origin)
    var inherited: BtfHeader?
    if let base {
      inherited = try BtfHeader(base.section, problem: BtfProblem(image: base.name, origin: 0))
    }
    header = try BtfHeader(section, on: inherited, problem: problem)
    index = try BtfIndex(header, problem: problem)
    description =
      "BTF of \(FileName.display(image))"
      + (base.map { " on that of \(FileName.display($0.name))" } ?? "")
    guard let known = architecture ?? Self.architecture(header, index) else {
      throw ImageError(
        image: image, problem: "the BTF does not contain the size of a long",
        cure: "give the BTF of the whole kernel, or its vmlinux")
    }
    self.architecture = known
    let (count, kind) = index.unknown
    remarks =
      count == 0
      ? []
      : [
        "\(count) type records of kinds up to \(kind), newer than the \(BtfKind.highest) that are known, "
          + "were skipped"
      ]
    if let base { try checkBase(base.name) }
  }

  /// The architecture by the size of a long; nil if there is no such type.
  private static func architecture(_ header: BtfHeader, _ index: BtfIndex) -> Architecture? {
    for offset in index.offsets.dropFirst() {
      guard let info: UInt32 = header.types.integer(at: UInt64(offset) + 4),
        BtfKind.number(info) == Int(BtfKind.int.rawValue),
        let name: UInt32 = header.types.integer(at: UInt64(offset)),
        let size: UInt32 = header.types.integer(at: UInt64(offset) + 8),
        ["long unsigned int", "unsigned long", "long int", "long"]
          .contains(header.strings.string(at: UInt64(name), most: 32))
      else { continue }
      return size == 8 ? .x86_64 : .i386
    }
    return nil
  }

  public func layouts(of names: Set<String>) throws -> [String: TypeLayout] {
    try definitions(of: names).compactMapValues(\.first)
  }

  /// The definitions of a module; if it has none of these names, those of its kernel.
  public func definitions(of names: Set<String>) throws -> [String: [TypeLayout]] {
    let own = try definitions(of: names, among: index.aggregates)
    return own.isEmpty && index.firstOwn > 1
      ? try definitions(of: names, among: inheritedAggregates)
      : own
  }

  private func definitions(
    of names: Set<String>, among records: [UInt32]
  ) throws -> [String: [TypeLayout]] {
    var tags: [String: [BtfRecord]] = [:]
    var typedefs: [String: [BtfRecord]] = [:]
    for (name, id) in ids(of: names, among: records) {
      guard let record = try aggregate(named: id) else { continue }
      // A tag takes precedence over a typedef.
      if record.id == id {
        tags[name, default: []].append(record)
      } else {
        typedefs[name, default: []].append(record)
      }
    }
    var walk = BtfMembers(btf: self)
    var found: [String: [TypeLayout]] = [:]
    for (name, records) in tags.merging(typedefs, uniquingKeysWith: { tags, _ in tags })
      .sorted(by: { $0.key < $1.key })
    {
      var layouts: [TypeLayout] = []
      for record in records {
        let layout = TypeLayout(
          name: name, kind: record.kind == .union ? .union : .struct, size: Int(record.size),
          members: try walk.members(of: record))
        if !layouts.contains(layout) { layouts.append(layout) }
      }
      found[name] = layouts
    }
    return found
  }

  /// The structure or union of an id; nil for a typedef of anything else.
  private func aggregate(named id: UInt32) throws(ImageError) -> BtfRecord? {
    let record = try resolved(id)
    return record.kind == .struct || record.kind == .union ? record : nil
  }

  /// The given records whose name is one of the wanted ones.
  func ids(of names: Set<String>, among records: [UInt32]) -> [(name: String, id: UInt32)] {
    let wanted = BtfNames(names)
    return header.types.withUnsafeBytes { types in
      header.strings.withUnsafeBytes { strings in
        records.compactMap { id in
          let offset = Int(index.offsets[Int(id)])
          let name = types.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
          return wanted.match(strings, at: Int(name)).map { ($0, id) }
        }
      }
    }
  }
}
