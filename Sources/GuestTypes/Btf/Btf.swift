// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The types that a kernel carries in its section `.BTF`, in memory already.
///
/// Records are found in one pass; nothing is resolved but what is asked for. What the section says
/// is believed nowhere: every offset, count, type id and circle of types is checked.
public struct Btf: TypeSource {
  public static let sectionName = ".BTF"

  public let description: String
  public let architecture: Architecture
  let header: BtfHeader
  let index: BtfIndex
  let problem: BtfProblem

  /// - Parameters:
  ///   - section: the bytes of `.BTF`.
  ///   - image: the kernel's name, for errors.
  ///   - origin: where the section stands in the kernel, for errors.
  /// - Throws: when the section is cut off or damaged, big-endian, or that of a module.
  public init(
    _ section: Bytes, of image: String, at origin: UInt64 = 0, architecture: Architecture
  ) throws(ImageError) {
    problem = BtfProblem(image: image, origin: origin)
    header = try BtfHeader(section, problem: problem)
    index = try BtfIndex(header, problem: problem)
    description = "BTF of \(image)"
    self.architecture = architecture
  }

  public func layouts(of names: Set<String>) throws -> [String: TypeLayout] {
    var found: [String: (id: UInt32, record: BtfRecord)] = [:]
    for (name, id) in ids(of: names, among: index.aggregates) {
      guard let record = try aggregate(named: id) else { continue }
      // A tag counts more than a typedef, and an earlier one more than a later one.
      let isTag = record.id == id
      if let known = found[name], known.record.id == known.id || !isTag { continue }
      found[name] = (id, record)
    }
    var walk = BtfMembers(btf: self)
    var layouts: [String: TypeLayout] = [:]
    for (name, (_, record)) in found.sorted(by: { $0.key < $1.key }) {
      layouts[name] = TypeLayout(
        name: name, kind: record.kind == .union ? .union : .struct, size: Int(record.size),
        members: try walk.members(of: record))
    }
    return layouts
  }

  /// The structure or union that the id stands for; nil for a typedef of anything else.
  private func aggregate(named id: UInt32) throws(ImageError) -> BtfRecord? {
    let record = try resolved(id)
    return record.kind == .struct || record.kind == .union ? record : nil
  }

  /// Which of the records bear which of the names.
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
