// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The size of a type, its bounds taken off.
struct BtfExtent {
  /// Larger things do not fit into any guest; sums of such sizes do not wrap.
  static let mostBytes = 1 << 40

  /// Of each dimension of an array, the outer one first.
  let bounds: [UInt32]
  /// What is neither array nor typedef.
  let element: BtfRecord
  /// The same as it is declared.
  let elementType: UInt32
  /// Of the whole, in bytes.
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
        throw btf.problem.at(btf.place(of: element.id), "an array of more bytes than there are")
      }
      size = product
    }
    return size
  }
}

extension Btf {
  /// In bytes, of what can be a member.
  fileprivate func size(of record: BtfRecord) throws(ImageError) -> Int {
    switch record.kind {
    case .int, .struct, .union, .enum, .enum64, .float: Int(record.size)
    case .pointer: architecture.wordSize
    default: throw problem.at(place(of: record.id), "type \(record.id) has no size")
    }
  }
}
