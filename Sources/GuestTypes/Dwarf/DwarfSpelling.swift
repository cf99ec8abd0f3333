// SPDX-License-Identifier: Apache-2.0

import CDw

extension DwarfEntry {
  /// A type as written in C, such as `uint32_t`, `struct x *` or `unsigned long`. Parameters of
  /// functions are left out, as in `void (*)(…)`.
  static func spelling(of type: DwarfEntry?) -> String {
    var (next, declarator, qualifier) = (type, "", "")
    for _ in 0..<DwarfShape.mostSteps {
      guard var entry = next else { return joined(qualifier + "void", declarator) }
      switch entry.tag {
      case DW_TAG_pointer_type: (declarator, qualifier) = ("*" + qualifier + declarator, "")
      case DW_TAG_const_type: qualifier = "const "
      case DW_TAG_volatile_type, DW_TAG_restrict_type, DW_TAG_atomic_type: break
      case DW_TAG_array_type: declarator = "(\(declarator))[]"
      case DW_TAG_subroutine_type: declarator = "(\(declarator))(…)"
      default: return joined(qualifier + entry.plainSpelling, declarator)
      }
      next = entry.type
    }
    return joined("…", declarator)
  }

  private static func joined(_ type: String, _ declarator: String) -> String {
    declarator.isEmpty ? type : "\(type) \(declarator)"
  }

  private var plainSpelling: String {
    var copy = self
    let name = name ?? "{ … }"
    return switch copy.tag {
    case DW_TAG_structure_type, DW_TAG_class_type: "struct " + name
    case DW_TAG_union_type: "union " + name
    case DW_TAG_enumeration_type: "enum " + name
    default: CSpelling.usual(name)
    }
  }
}
