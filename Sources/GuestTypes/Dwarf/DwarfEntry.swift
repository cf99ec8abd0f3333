// SPDX-License-Identifier: Apache-2.0

import CDw
import DebugInfo
import Glibc

/// An entry (DIE) of .debug_info as libdw reads it. It is valid while its handle is open.
struct DwarfEntry {
  private(set) var raw: Dwarf_Die

  init(_ raw: Dwarf_Die) { self.raw = raw }

  /// The tag, DW_TAG_…; 0 if the abbreviation is damaged.
  var tag: Int {
    mutating get { Int(dwarf_tag(&raw)) }
  }

  /// The offset from the start of .debug_info in bytes.
  var offset: UInt64 {
    var raw = raw
    return dwarf_dieoffset(&raw)
  }

  /// The bytes of DW_AT_name in the file. The linker stores equal names once, so their addresses
  /// identify them.
  var nameBytes: UnsafePointer<CChar>? {
    mutating get {
      var attribute = Dwarf_Attribute()
      return dwarf_formstring(dwarf_attr(&raw, UInt32(DW_AT_name), &attribute))
    }
  }

  /// The longest name, and the longest path of a member, in bytes.
  static let longestName = 1024

  /// The name (DW_AT_name); nil if it is longer than `longestName`.
  var name: String? {
    var copy = self
    guard let bytes = copy.nameBytes, strnlen(bytes, Self.longestName + 1) <= Self.longestName
    else { return nil }
    return String(cString: bytes)
  }

  /// Whether the entry is only a declaration (DW_AT_declaration).
  var isDeclaration: Bool {
    var raw = raw
    return dwarf_hasattr(&raw, UInt32(DW_AT_declaration)) != 0
  }

  /// The entry that DW_AT_type refers to; nil for void. A reference to a separate type unit
  /// (-fdebug-types-section) is followed.
  var type: DwarfEntry? {
    reference(DW_AT_type).map { $0.reference(DW_AT_signature) ?? $0 }
  }

  /// The value of a string attribute; nil if it is longer than `longestName`.
  func string(_ name: Int) -> String? {
    var (raw, attribute) = (raw, Dwarf_Attribute())
    guard let bytes = dwarf_formstring(dwarf_attr(&raw, UInt32(name), &attribute)),
      strnlen(bytes, Self.longestName + 1) <= Self.longestName
    else { return nil }
    return String(cString: bytes)
  }

  /// The libdw handle of the file that contains it.
  var dwarf: OpaquePointer? { dwarf_cu_getdwarf(raw.cu) }

  func reference(_ name: Int) -> DwarfEntry? {
    var (raw, attribute, target) = (raw, Dwarf_Attribute(), Dwarf_Die())
    guard dwarf_attr(&raw, UInt32(name), &attribute) != nil,
      dwarf_formref_die(&attribute, &target) != nil
    else { return nil }
    return DwarfEntry(target)
  }

  /// The value of a constant attribute as unsigned; nil if there is none.
  func number(_ name: Int) -> UInt64? {
    var (raw, attribute, value) = (raw, Dwarf_Attribute(), Dwarf_Word())
    guard dwarf_attr(&raw, UInt32(name), &attribute) != nil,
      dwarf_formudata(&attribute, &value) == 0
    else { return nil }
    return value
  }

  /// The value of DW_AT_const_value. Compilers write negative numbers only in signed forms; forms
  /// of fixed width are unsigned.
  var constant: Int? {
    var (raw, attribute, value) = (raw, Dwarf_Attribute(), Dwarf_Sword())
    guard dwarf_attr(&raw, UInt32(DW_AT_const_value), &attribute) != nil else { return nil }
    let form = Int(dwarf_whatform(&attribute))
    guard form == DW_FORM_sdata || form == DW_FORM_implicit_const else {
      return number(DW_AT_const_value).map { Int(bitPattern: UInt($0)) }
    }
    return dwarf_formsdata(&attribute, &value) == 0 ? Int(value) : nil
  }

  /// DW_AT_data_member_location in bytes: a constant, or in DWARF 2 an expression that adds one.
  var location: UInt64? {
    var (raw, attribute, value) = (raw, Dwarf_Attribute(), Dwarf_Word())
    guard dwarf_attr(&raw, UInt32(DW_AT_data_member_location), &attribute) != nil else { return 0 }
    if dwarf_formudata(&attribute, &value) == 0 { return value }
    var block = Dwarf_Block()
    guard dwarf_formblock(&attribute, &block) == 0 else { return nil }
    return Self.added(by: UnsafeRawBufferPointer(start: block.data, count: Int(block.length)))
  }

  /// The operand of an expression that consists of DW_OP_plus_uconst; nil for any other. It is not
  /// parsed by libdw, which would keep every operation of every expression in memory.
  private static func added(by expression: UnsafeRawBufferPointer) -> UInt64? {
    guard let operation = expression.first, Int(operation) == DW_OP_plus_uconst else { return nil }
    var cursor = Leb128(expression.dropFirst())
    guard let number = cursor.next(), cursor.isAtEnd else { return nil }
    return number
  }

  /// The size of an address in its unit, in bytes.
  var addressSize: Int {
    var size: UInt8 = 0
    return dwarf_cu_info(raw.cu, nil, nil, nil, nil, nil, &size, nil) == 0 ? Int(size) : 0
  }

  var children: Children { Children(parent: raw) }
}

extension DwarfEntry {
  /// The child entries in order. The sequence ends at a sibling that precedes its predecessor,
  /// because no compiler writes that and it could loop forever.
  struct Children: Sequence, IteratorProtocol {
    private var current: Dwarf_Die
    private var isFirst = true

    init(parent: Dwarf_Die) { current = parent }

    mutating func next() -> DwarfEntry? {
      var following = Dwarf_Die()
      let status =
        isFirst ? dwarf_child(&current, &following) : dwarf_siblingof(&current, &following)
      guard status == 0, let old = current.addr, let new = following.addr, new > old else {
        return nil
      }
      isFirst = false
      current = following
      return DwarfEntry(current)
    }
  }
}
