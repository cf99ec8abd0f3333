// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The size of a type, with the bounds of its arrays separated.
struct BtfExtent {
  /// The largest size. No guest has more memory, and sums of such sizes do not overflow.
  static let mostBytes = 1 << 40

  /// The bounds of the array's dimensions, outermost first; empty if it is not an array.
  let bounds: [UInt32]
  /// The element type without typedefs and qualifiers.
  let element: BtfRecord
  /// The id of the element type as declared.
  let elementType: UInt32
  /// The size of the whole type in bytes.
  let size: Int

  init(_ type: UInt32, in btf: Btf) throws(ImageError) {
    var bounds: [UInt32] = []
    var elementType = type
    var element = try btf.resolved(type)
    while element.kind == .array, bounds.count < Btf.mostSteps {
      bounds.append(btf.word(element.body + 8))
      elementType = btf.word(element.body)
      element = try btf.resolved(elementType)
    }
    size = try Self.size(of: element, bounds, in: btf)
    self.bounds = bounds
    self.element = element
    self.elementType = elementType
  }

  private static func size(
    of element: BtfRecord, _ bounds: [UInt32], in btf: Btf
  ) throws(ImageError) -> Int {
    var size = try btf.size(of: element)
    for bound in bounds {
      let (product, overflow) = size.multipliedReportingOverflow(by: Int(bound))
      guard !overflow, product <= mostBytes else {
        throw btf.problem.at(btf.place(of: element.id), "an array larger than the address space")
      }
      size = product
    }
    return size
  }
}

extension Btf {
  /// The size in bytes of a type that a member may have.
  fileprivate func size(of record: BtfRecord) throws(ImageError) -> Int {
    switch record.kind {
    case .int, .struct, .union, .enum, .enum64, .float: Int(record.size)
    case .pointer: architecture.wordSize
    default: throw problem.at(place(of: record.id), "type \(record.id) has no size")
    }
  }
}
