// SPDX-License-Identifier: Apache-2.0

import GuestImage

extension Btf {
  /// A type as written in C, such as `uint32_t`, `struct x *` or `unsigned long`. Parameters of
  /// functions are left out, as in `void (*)(…)`.
  func spelling(_ type: UInt32) throws(ImageError) -> String {
    var (next, declarator, qualifier) = (type, "", "")
    for _ in 0..<Self.mostSteps {
      guard let record = try record(next) else { return joined(qualifier + "void", declarator) }
      switch record.kind {
      case .pointer: (declarator, qualifier) = ("*" + qualifier + declarator, "")
      case .const: qualifier = "const "
      case .volatile, .restrict, .typeTag: break
      case .array: declarator = "(\(declarator))[\(word(record.body + 8))]"
      case .prototype: declarator = "(\(declarator))(…)"
      default: return joined(qualifier + spelling(record), declarator)
      }
      next = record.kind == .array ? word(record.body) : record.target
    }
    throw problem.at(place(of: type), "type \(type) leads in a circle")
  }

  private func joined(_ type: String, _ declarator: String) -> String {
    declarator.isEmpty ? type : "\(type) \(declarator)"
  }

  private func spelling(_ record: BtfRecord) -> String {
    let name = record.nameOffset == 0 ? "{ … }" : name(at: record.nameOffset)
    return switch record.kind {
    case .struct: "struct " + name
    case .union: "union " + name
    case .enum, .enum64: "enum " + name
    case .forward: (record.flag ? "union " : "struct ") + name
    default: CSpelling.usual(name)
    }
  }
}
