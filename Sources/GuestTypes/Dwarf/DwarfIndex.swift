// SPDX-License-Identifier: Apache-2.0

import CDw
import DebugInfo
import GuestImage

/// The structures, unions and enumerators at the top of the units, by name: read unit by unit, and
/// no further than somebody asks.
///
/// The first unit that defines a name counts. All else of a unit is passed over.
struct DwarfIndex {
  private let handle: DwarfHandle
  let name: String
  var effort: DwarfEffort
  private var unit: OpaquePointer?
  private var isComplete = false
  private var typeNames = RecentNames()
  private var enumerationNames = RecentNames()
  private(set) var types: [String: DwarfEntry] = [:]
  private(set) var enumerators: [String: Int] = [:]

  init(_ handle: DwarfHandle, name: String) {
    self.handle = handle
    self.name = name
    effort = DwarfEffort(image: name)
  }

  /// Reads on until all the types of those names have been found, or there are no more units.
  mutating func findTypes(_ names: Set<String>) throws(ImageError) {
    try readUnits { index in names.allSatisfy { index.types[$0] != nil } }
  }

  /// The like for enumerators.
  mutating func findEnumerators(_ names: Set<String>) throws(ImageError) {
    try readUnits { index in names.allSatisfy { index.enumerators[$0] != nil } }
  }

  private mutating func readUnits(until isEnough: (Self) -> Bool) throws(ImageError) {
    effort.begin()
    defer { effort.pause() }
    var known = -1
    while !isComplete {
      if types.count + enumerators.count != known {
        guard !isEnough(self) else { break }
        known = types.count + enumerators.count
      }
      try readUnit()
    }
  }

  private mutating func readUnit() throws(ImageError) {
    var (top, next) = (Dwarf_Die(), OpaquePointer?.none)
    let status = dwarf_get_units(handle.dwarf, unit, &next, nil, nil, &top, nil)
    guard status >= 0 else { throw .libdw(name) }
    isComplete = status > 0
    unit = next
    guard !isComplete else { return }
    try effort.countEntry()
    guard top.addr != nil else { return }
    for entry in DwarfEntry(top).children {
      try effort.countEntry()
      try add(entry)
    }
  }

  private mutating func add(_ entry: consuming DwarfEntry) throws(ImageError) {
    switch entry.tag {
    case DW_TAG_structure_type, DW_TAG_union_type, DW_TAG_class_type, DW_TAG_typedef:
      addType(entry)
    case DW_TAG_enumeration_type: try addEnumeration(entry)
    default: break
    }
  }

  private mutating func addType(_ entry: consuming DwarfEntry) {
    let isTypedef = entry.tag == DW_TAG_typedef
    guard let name = entry.nameBytes, !typeNames.contains(name, isTypedef) else { return }
    // A typedef is looked at once, whatever it turns out to be; a declaration waits for more.
    guard isTypedef || !entry.isDeclaration else { return }
    typeNames.insert(name, isTypedef)
    guard let aggregate = isTypedef ? entry.nameless : entry else { return }
    if let key = entry.name, types[key] == nil { types[key] = aggregate }
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
  /// The structure without a tag that this typedef names, if it does.
  fileprivate var nameless: DwarfEntry? {
    guard var target = type, target.nameBytes == nil, target.isAggregate else { return nil }
    return target
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
      problem: "entry 0x\(String(entry, radix: 16)) of .debug_info: \(problem) (DWARF)",
      cure: "give the file as the compiler or linker wrote it")
  }
}
