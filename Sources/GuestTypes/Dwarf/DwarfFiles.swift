// SPDX-License-Identifier: Apache-2.0

import CDw
import CElf
import DebugInfo
import GuestImage

/// The files that a kernel's DWARF is in: its own, or a separate one; the one that dwz moved common
/// types to; and those of split DWARF, which are opened as units name them.
struct DwarfFiles {
  /// As the user named it, for errors.
  let name: String
  /// Where `main` was read from; the kernel itself, or its debugging half.
  let place: String
  let main: DwarfHandle
  /// What `.gnu_debugaltlink` names.
  let alternate: DwarfHandle?
  /// .dwo files that units name and that are not there, or are of another build.
  private(set) var missing: [String] = []
  private let limit: Int
  /// What units have named so far, by path: the id of the split units there, nil where there are none.
  private var splitIDs: [String: UInt64?] = [:]

  /// - Throws: when libdw refuses a file, or the one that dwz made is not there.
  init(_ file: ElfFile, name: String, place: String, limit: Int) throws(ImageError) {
    self.name = name
    self.place = place
    self.limit = limit
    main = try DwarfHandle.open(file, name: name, limit: limit)
    alternate = try Self.alternate(of: file, name: name, place: place, limit: limit)
    if let alternate { dwarf_setalt(main.dwarf, alternate.dwarf) }
  }

  /// The same files, of which nothing was found missing yet.
  init(again files: DwarfFiles) {
    (name, place, main) = (files.name, files.place, files.main)
    (alternate, limit) = (files.alternate, files.limit)
  }

  private static func alternate(
    of file: ElfFile, name: String, place: String, limit: Int
  ) throws(ImageError) -> DwarfHandle? {
    guard let section = file.section(named: ".gnu_debugaltlink"),
      let link = file.contents(of: section)
    else { return nil }
    let path = link.string(at: 0, most: 4096)
    let id = link.suffix(from: UInt64(path.utf8.count + 1))?.array ?? []
    let search = DebugFileSearch(for: place)
    let candidates = search.places(of: path, folders: ["/usr/lib/debug/.dwz"]) + search.places(id)
    for candidate in candidates {
      guard let image = try? GuestImage.open(path: candidate), let elf = try? image.elf.get(),
        elf.buildID == id
      else { continue }
      return try DwarfHandle.open(elf, name: candidate, limit: limit)
    }
    throw ImageError(
      image: name, offset: section.offset,
      problem: "types are in \(path) (dwz -m, .gnu_debugaltlink), which is not there or is of "
        + "another build",
      cure: "put it where the name says, or beside the kernel")
  }

  /// The file that holds what a skeleton unit stands for; nil when it is no skeleton, or the file was
  /// opened for another one already, or is not there, which `missing` then says.
  ///
  /// - Parameters:
  ///   - top: the unit's own entry.
  ///   - id: that both must have.
  mutating func split(_ top: DwarfEntry, id: UInt64) throws(ImageError) -> DwarfHandle? {
    guard let path = top.string(DW_AT_dwo_name) ?? top.string(DW_AT_GNU_dwo_name) else {
      return nil
    }
    let folder = top.string(DW_AT_comp_dir).map { [$0] } ?? []
    for candidate in DebugFileSearch(for: place).places(of: path, folders: folder, deep: true) {
      if let known = splitIDs[candidate] {
        if known == id { return nil }
        continue
      }
      let handle = try open(candidate)
      splitIDs[candidate] = .some(handle?.splitID)
      // Whatever has no split units is another file of that name, or the kernel itself.
      if let handle, handle.splitID == id { return handle }
    }
    missing.append(path)
    return nil
  }

  private func open(_ path: String) throws(ImageError) -> DwarfHandle? {
    guard let image = try? GuestImage.open(path: path), let elf = try? image.elf.get(),
      DebugSections.areThere(in: elf)
    else { return nil }
    return try DwarfHandle.open(elf, name: path, limit: limit)
  }
}

extension DwarfHandle {
  /// The id of its first unit of split DWARF; nil when it has none.
  fileprivate var splitID: UInt64? {
    var (next, cursor) = (OpaquePointer?.none, OpaquePointer?.none)
    while dwarf_get_units(dwarf, cursor, &next, nil, nil, nil, nil) == 0, let unit = next {
      var (type, id) = (UInt8(0), UInt64(0))
      guard dwarf_cu_info(unit, nil, &type, nil, nil, &id, nil, nil) == 0 else { return nil }
      if Int(type) == Int(DW_UT_split_compile) { return id }
      cursor = unit
    }
    return nil
  }
}
