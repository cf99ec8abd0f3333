// SPDX-License-Identifier: Apache-2.0

import Base
import CDw
import DebugInfo
import GuestImage

/// The structures, unions and enumerators at the top of the units, by name: read in one pass over all
/// units, split ones and those that dwz made included, and of types only those that are asked for.
///
/// Every definition of a name counts. All else of a unit is passed over.
struct DwarfIndex {
  /// Of one name; a kernel has a structure in some hundred units.
  private static let mostDefinitions = 1 << 14

  private var files: DwarfFiles
  let name: String
  var effort: DwarfEffort
  /// The names that `types` was made for.
  private var wanted: Set<String> = []
  private var isComplete = false
  /// Names that nobody asked for.
  private var others = RecentNames()
  private var enumerationNames = RecentNames()
  /// Files whose units are still to be read.
  private var open: [DwarfHandle] = []
  /// What was read: units of the file that dwz made, by their place.
  private var imported: Set<UInt64> = []
  private(set) var types: [String: [DwarfEntry]] = [:]
  /// Typedefs of structures, which count where no structure has the name.
  private var typedefs: [String: [DwarfEntry]] = [:]
  private(set) var enumerators: [String: Int] = [:]
  /// Of namespaces in one another.
  private var depth = 0
  /// Keeps what the entries are in.
  private var handles: [DwarfHandle] = []

  init(_ files: DwarfFiles) {
    self.files = files
    name = files.name
    effort = DwarfEffort(image: files.name)
  }

  /// .dwo files that are not there.
  var missing: [String] { files.missing }

  /// Every definition of a type of those names.
  mutating func definitions(_ names: Set<String>) throws(ImageError) -> [String: [DwarfEntry]] {
    try read(names)
    return types.merging(typedefs) { tags, _ in tags }.filter { names.contains($0.key) }
  }

  /// Reads the units, for types of those names too.
  mutating func read(_ names: Set<String> = []) throws(ImageError) {
    guard !isComplete || !names.isSubset(of: wanted) else { return }
    var again = DwarfIndex(DwarfFiles(again: files))
    again.effort = effort
    self = again
    effort.begin()
    defer { effort.pause() }
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
      try effort.countEntry()
      guard top.addr != nil else { continue }
      // A file of split DWARF names no further ones.
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
      try effort.countEntry()
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

  /// Of C++: what stands in a namespace counts as if it did not.
  private mutating func readNamespace(_ entry: DwarfEntry) throws(ImageError) {
    guard depth < DwarfShape.mostSteps else { return }
    depth += 1
    defer { depth -= 1 }
    try readChildren(of: entry)
  }

  /// What dwz moved to another file counts for those that import it.
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

  /// An enumeration is known by its first enumerator: most have no name, and headers make the same
  /// one appear in every unit.
  private mutating func addEnumeration(_ entry: DwarfEntry) throws(ImageError) {
    var isFirst = true
    for var enumerator in entry.children where enumerator.tag == DW_TAG_enumerator {
      try effort.countEntry()
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
  /// The structure that this typedef names, by others or not, if it does and that is defined.
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
  /// Something in .debug_info that no compiler writes.
  static func malformed(_ name: String, _ entry: UInt64, _ problem: String) -> ImageError {
    ImageError(
      image: name,
      problem: "entry \(hex(entry)) of .debug_info: \(problem) (DWARF)",
      cure: "give the file as the compiler or linker wrote it")
  }
}
