// SPDX-License-Identifier: Apache-2.0

import CDw
import CElf
import DebugInfo
import GuestImage

/// The files with a kernel's DWARF: its own or a separate debug file; the file to which dwz has
/// moved common types; and the .dwo files of split DWARF, which are opened when a unit refers to
/// them.
struct DwarfFiles {
  /// The name that the user gave, for errors.
  let name: String
  /// The path of `main`: the kernel, or its separate debug file.
  let place: String
  let main: DwarfHandle
  /// The file that `.gnu_debugaltlink` refers to.
  let alternate: DwarfHandle?
  /// .dwo files that are missing or belong to another build.
  private(set) var missing: [String] = []
  private let limit: Int
  /// The id of the split units in each file that was tried, by path; nil if it has none.
  private var splitIDs: [String: UInt64?] = [:]

  /// - Throws: `ImageError` if libdw refuses a file, or the file of dwz is missing.
  init(_ file: ElfFile, name: String, place: String, limit: Int) throws(ImageError) {
    self.name = name
    self.place = place
    self.limit = limit
    main = try DwarfHandle.open(file, name: name, limit: limit)
    alternate = try Self.alternate(of: file, name: name, place: place, limit: limit)
    if let alternate { dwarf_setalt(main.dwarf, alternate.dwarf) }
  }

  /// The same files, without a record of missing ones.
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
    let candidates =
      search.places(of: path, directories: ["/usr/lib/debug/.dwz"]) + search.places(id)
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

  /// The .dwo file of a skeleton unit; nil if the unit is not a skeleton, if the file was opened
  /// for another unit, or if it is missing, which is then recorded in `missing`.
  ///
  /// - Parameters:
  ///   - top: the unit's top entry.
  ///   - id: the id that both must have.
  mutating func split(_ top: DwarfEntry, id: UInt64) throws(ImageError) -> DwarfHandle? {
    guard let path = top.string(DW_AT_dwo_name) ?? top.string(DW_AT_GNU_dwo_name) else {
      return nil
    }
    let directory = top.string(DW_AT_comp_dir).map { [$0] } ?? []
    for candidate in DebugFileSearch(for: place).places(
      of: path, directories: directory, deep: true)
    {
      if let known = splitIDs[candidate] {
        if known == id { return nil }
        continue
      }
      let handle = try open(candidate)
      splitIDs[candidate] = .some(handle?.splitID)
      // A file without split units has the same name by chance, or is the kernel itself.
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
  /// The id of the first split unit; nil if there is none.
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
