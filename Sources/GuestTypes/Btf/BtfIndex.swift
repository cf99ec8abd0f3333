// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The places of all type records, found in one pass.
struct BtfIndex {
  /// The offset of each record by type id; id 0 is `void` and has no record.
  let offsets: [UInt32]
  /// The ids of records that may have the name of a structure: structures, unions and typedefs.
  let aggregates: [UInt32]
  let enumerations: [UInt32]
  /// The first id that is not the base's; 1 for a kernel.
  let firstOwn: UInt32
  /// The number of records of unknown kinds, and the highest of these kinds.
  let unknown: (count: Int, kind: Int)

  init(_ header: BtfHeader, problem: BtfProblem) throws(ImageError) {
    var pass = Pass(count: header.types.count, inherited: header.inherited, sizes: header.sizes)
    let end = header.types.withUnsafeBytes { pass.run($0) }
    guard end == header.types.count else {
      throw problem.at(header.typesOffset + UInt64(end), Self.complaint(header.types, at: end))
    }
    offsets = pass.offsets
    aggregates = pass.aggregates
    enumerations = pass.enumerations
    firstOwn = UInt32(pass.inheritedCount + 1)
    unknown = pass.unknown
  }

  /// The reason why the pass ended before the last record.
  private static func complaint(_ types: Bytes, at offset: Int) -> String {
    guard let info: UInt32 = types.integer(at: UInt64(offset) + 4) else {
      return "the last type record is truncated"
    }
    let number = BtfKind.number(info)
    return number > BtfKind.highest
      ? "a type record of kind \(number), which pvkit does not know, and the section does not state "
        + "the size of such records" : "the last type record is truncated"
  }
}

extension BtfIndex {
  /// The pass over the records: 100,000 in a fraction of a millisecond.
  private struct Pass {
    var offsets: [UInt32] = [0]
    var aggregates: [UInt32] = []
    var enumerations: [UInt32] = []
    var unknown = (count: 0, kind: 0)
    var inheritedCount = 0
    /// The number of bytes of the base's records. They can be looked up by id, but are not searched
    /// by name.
    private let inherited: Int
    private let sizes: [(fixed: Int, element: Int)]
    // Instance properties, because each access to a static one checks its initialization.
    private let aggregateKinds = Self.mask([.struct, .union, .typedef])
    private let enumerationKinds = Self.mask([.enum, .enum64])

    init(count: Int, inherited: Int, sizes: [(fixed: Int, element: Int)]) {
      self.inherited = inherited
      // For an unknown kind, use the size that the section states.
      self.sizes = BtfKind.sizes.enumerated().map { kind, known in
        known.fixed > 0 || kind == 0 || kind >= sizes.count ? known : sizes[kind]
      }
      offsets.reserveCapacity(count / 24)
      aggregates.reserveCapacity(count / 128)
      enumerations.reserveCapacity(count / 1024)
    }

    /// Returns the offset after the last record that is complete and of a known size.
    mutating func run(_ bytes: UnsafeRawBufferPointer) -> Int {
      let table = sizes
      return table.withUnsafeBufferPointer { sizes in
        var offset = 0
        while offset <= bytes.count - BtfKind.headSize {
          let info = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
          let kind = BtfKind.number(info)
          let size = sizes[kind].fixed + sizes[kind].element * BtfKind.count(info)
          guard sizes[kind].fixed > 0, size <= bytes.count - offset else { return offset }
          if offset >= inherited { note(kind) } else { inheritedCount += 1 }
          offsets.append(UInt32(truncatingIfNeeded: offset))
          offset += size
        }
        return offset
      }
    }

    private mutating func note(_ kind: Int) {
      guard kind <= BtfKind.highest else {
        unknown = (unknown.count + 1, max(unknown.kind, kind))
        return
      }
      if 1 &<< kind & aggregateKinds != 0 {
        aggregates.append(UInt32(truncatingIfNeeded: offsets.count))
      }
      if 1 &<< kind & enumerationKinds != 0 {
        enumerations.append(UInt32(truncatingIfNeeded: offsets.count))
      }
    }

    private static func mask(_ kinds: [BtfKind]) -> Int {
      kinds.reduce(0) { $0 | 1 << Int($1.rawValue) }
    }
  }
}
