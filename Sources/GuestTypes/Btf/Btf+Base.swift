// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// The part of a module's BTF that comes from its kernel.
extension Btf {
  /// The ids of the kernel's structures, unions and typedefs.
  var inheritedAggregates: [UInt32] {
    (1..<max(index.firstOwn, 1)).filter { id in
      let info = word(UInt64(index.offsets[Int(id)]) + 4)
      return [.struct, .union, .typedef].contains(BtfKind(rawValue: UInt8(BtfKind.number(info))))
    }
  }

  /// Refuses a kernel that the module was not built with. Its types have other ids and its strings
  /// other offsets, so names of the module begin in the middle of a string, and ids lead beyond the
  /// end.
  func checkBase(_ base: String) throws(ImageError) {
    guard index.firstOwn > 1 else { return }
    for id in index.firstOwn..<UInt32(max(index.offsets.count, Int(index.firstOwn))) {
      guard let record = try record(id) else { continue }
      guard isWhole(record) else {
        throw ImageError(
          image: problem.image,
          problem:
            "its BTF does not match that of \(FileName.display(base)), which is from another build",
          cure: "name the kernel that the module was built with, or its BTF (--base)")
      }
    }
  }

  private func isWhole(_ record: BtfRecord) -> Bool {
    guard isName(record.nameOffset) else { return false }
    let elements = 0..<UInt64(record.count)
    switch record.kind {
    case .struct, .union:
      return elements.allSatisfy {
        isName(word(record.body + $0 * 12)) && isType(word(record.body + $0 * 12 + 4))
      }
    case .enum: return elements.allSatisfy { isName(word(record.body + $0 * 8)) }
    case .prototype:
      return isType(record.target)
        && elements.allSatisfy {
          isName(word(record.body + $0 * 8)) && isType(word(record.body + $0 * 8 + 4))
        }
    case .pointer, .typedef, .volatile, .const, .restrict, .function, .variable:
      return isType(record.target)
    case .array: return isType(word(record.body)) && isType(word(record.body + 4))
    default: return true
    }
  }

  private func isType(_ id: UInt32) -> Bool { Int(id) < index.offsets.count }

  /// Whether a string begins at that offset. Each string is stored once, so it begins after the end
  /// of another.
  private func isName(_ offset: UInt32) -> Bool {
    guard Int(offset) < header.strings.count else { return false }
    return offset == 0 || header.strings[Int(offset) - 1] == 0
  }
}
