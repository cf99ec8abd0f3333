// SPDX-License-Identifier: Apache-2.0

import Base
import CDw
import DebugInfo
import GuestImage

/// The top-level structures, unions and enumerators of all units, by name. One pass reads all
/// units, including split ones and those of dwz, and keeps only the types that were asked for.
///
/// All definitions of a name are kept.
struct DwarfIndex {
  /// The most definitions of one name; a kernel has a structure in some hundred units.
  private static let mostDefinitions = 1 << 14

  private var files: DwarfFiles
  let name: String
  var budget: DwarfBudget
  /// The names for which `types` was read.
  private var wanted: Set<String> = []
  private var isComplete = false
  /// Names that were not asked for.
  private var others = RecentNames()
  private var enumerationNames = RecentNames()
  /// Files whose units have not been read yet.
  private var open: [DwarfHandle] = []
  /// The units of dwz's file that have been read, by offset.
  private var imported: Set<UInt64> = []
  private(set) var types: [String: [DwarfEntry]] = [:]
  /// Typedefs of structures, which are used if no structure has the name.
  private var typedefs: [String: [DwarfEntry]] = [:]
  private(set) var enumerators: [String: Int] = [:]
  /// The nesting depth of namespaces.
  private var depth = 0
  /// Keeps the files of the entries open.
  private var handles: [DwarfHandle] = []

  init(_ files: DwarfFiles) {
    self.files = files
    name = files.name
    budget = DwarfBudget(image: files.name)
  }

  /// .dwo files that are missing.
  var missing: [String] { files.missing }

  /// All definitions of types of those names.
  mutating func definitions(_ names: Set<String>) throws(ImageError) -> [String: [DwarfEntry]] {
    try read(names)
    return types.merging(typedefs) { tags, _ in tags }.filter { names.contains($0.key) }
  }

  /// Reads all units, unless that was done for these names.
  mutating func read(_ names: Set<String> = []) throws(ImageError) {
    guard !isComplete || !names.isSubset(of: wanted) else { return }
    var again = DwarfIndex(DwarfFiles(again: files))
    again.budget = budget
    self = again
    budget.begin()
    defer { budget.pause() }
    wanted = names
    open = [files.main]
    while let handle = open.popLast() {
      handles.append(handle)
      try readUnits(of: handle)
    }
    isComplete = true
  }

  private mutating func readUnits(of handle: DwarfHandle) throws(ImageError) {
    var unit: OpaquePointer?
    while true {
      var (top, next, type) = (Dwarf_Die(), OpaquePointer?.none, UInt8(0))
      let status = dwarf_get_units(handle.dwarf, unit, &next, nil, &type, &top, nil)
      guard status >= 0 else { throw .libdw(name) }
      guard status == 0 else { return }
      unit = next
      try budget.countEntry()
      guard top.addr != nil else { continue }
      // A .dwo file does not refer to further ones.
      if Int(type) == Int(DW_UT_skeleton), handle === files.main {
        var id: UInt64 = 0
        dwarf_cu_info(unit, nil, nil, nil, nil, &id, nil, nil)
        if let split = try files.split(DwarfEntry(top), id: id) { open.append(split) }
      }
      try readChildren(of: DwarfEntry(top))
    }
  }

  private mutating func readChildren(of top: DwarfEntry) throws(ImageError) {
    for entry in top.children {
      try budget.countEntry()
      try add(entry)
    }
  }

  private mutating func add(_ entry: consuming DwarfEntry) throws(ImageError) {
    switch entry.tag {
    case DW_TAG_structure_type, DW_TAG_union_type, DW_TAG_class_type, DW_TAG_typedef:
      addType(entry)
    case DW_TAG_enumeration_type: try addEnumeration(entry)
    case DW_TAG_imported_unit: try addImported(entry)
    case DW_TAG_namespace: try readNamespace(entry)
    default: break
    }
  }

  /// Reads a namespace of C++; its members count as if they were at the top level.
  private mutating func readNamespace(_ entry: DwarfEntry) throws(ImageError) {
    guard depth < DwarfShape.mostSteps else { return }
    depth += 1
    defer { depth -= 1 }
    try readChildren(of: entry)
  }

  /// Reads a unit of dwz's file when another unit imports it.
  private mutating func addImported(_ entry: DwarfEntry) throws(ImageError) {
    guard let alternate = files.alternate, let unit = entry.reference(DW_AT_import),
      unit.dwarf == alternate.dwarf, imported.insert(unit.offset).inserted
    else { return }
    try readChildren(of: unit)
  }

  private mutating func addType(_ entry: consuming DwarfEntry) {
    let isTypedef = entry.tag == DW_TAG_typedef
    guard let bytes = entry.nameBytes, !others.contains(bytes, false) else { return }
    guard let key = entry.name, wanted.contains(key) else { return others.insert(bytes, false) }
    guard isTypedef || !entry.isDeclaration else { return }
    guard isTypedef else {
      if types[key]?.count ?? 0 < Self.mostDefinitions { types[key, default: []].append(entry) }
      return
    }
    guard typedefs[key]?.count ?? 0 < Self.mostDefinitions, let aggregate = entry.namedAggregate
    else {
      return
    }
    typedefs[key, default: []].append(aggregate)
  }

  /// Adds an enumeration. It is identified by its first enumerator, because most have no name, and
  /// the same one from a header appears in every unit.
  private mutating func addEnumeration(_ entry: DwarfEntry) throws(ImageError) {
    var isFirst = true
    for var enumerator in entry.children where enumerator.tag == DW_TAG_enumerator {
      try budget.countEntry()
      guard let name = enumerator.nameBytes else { continue }
      if isFirst, enumerationNames.contains(name) { return }
      if isFirst { enumerationNames.insert(name) }
      isFirst = false
      if let key = enumerator.name, enumerators[key] == nil {
        enumerators[key] = enumerator.constant
      }
    }
  }
}

extension DwarfEntry {
  /// The defined structure that a typedef names, directly or through others; nil if there is none.
  fileprivate var namedAggregate: DwarfEntry? {
    var next = type
    for _ in 0..<DwarfShape.mostSteps {
      guard var target = next else { return nil }
      if target.isAggregate { return target.isDeclaration ? nil : target }
      guard target.tag == DW_TAG_typedef else { return nil }
      next = target.type
    }
    return nil
  }

  var isAggregate: Bool {
    mutating get {
      tag == DW_TAG_structure_type || tag == DW_TAG_union_type || tag == DW_TAG_class_type
    }
  }
}

extension ImageError {
  /// An error about an entry in .debug_info that no compiler would write.
  static func malformed(_ name: String, _ entry: UInt64, _ problem: String) -> ImageError {
    ImageError(
      image: name,
      problem: "entry \(hex(entry)) of .debug_info: \(problem) (DWARF)",
      cure: "give the file as the compiler or linker wrote it")
  }
}
