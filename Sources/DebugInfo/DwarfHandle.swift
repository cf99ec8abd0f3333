// SPDX-License-Identifier: Apache-2.0

import CDw
import CElf
import GuestImage

/// An open libdw handle on an ELF in memory; closed with the last reference. What is open unpacks
/// to no more than was allowed, and has no more units than a kernel.
public final class DwarfHandle {
  /// `Dwarf *`.
  public let dwarf: OpaquePointer
  /// `Dwfl_Module *`; nil when the file needed no relocation and was not asked for as a module.
  public let module: OpaquePointer?
  private let close: () -> Void

  private init(
    _ dwarf: OpaquePointer, module: OpaquePointer? = nil, close: @escaping () -> Void
  ) {
    self.dwarf = dwarf
    self.module = module
    self.close = close
  }

  deinit { close() }

  /// Opens a file; compressed sections are unpacked, and the relocations of an object or a module
  /// applied first.
  ///
  /// - Parameters:
  ///   - name: the image's, for errors.
  ///   - limit: the most bytes that the sections may unpack to.
  ///   - asModule: by libdwfl in any case, which tells lines of source by address.
  /// - Throws: when libdw refuses the file, or would take more memory for it than for any kernel.
  public static func open(
    _ packed: ElfFile, name: String, limit: Int, asModule: Bool = false
  ) throws(ImageError) -> DwarfHandle {
    guard elf_version(UInt32(EV_CURRENT)) != UInt32(EV_NONE) else { throw .libdw(name) }
    try DebugSections.check(packed, name: name, limit: limit)
    let file = try packed.decompressed(name, limit: limit) ?? packed
    // Of what dwz moves types to, the type says so too, but there is nothing to relocate by.
    let isObject =
      file.header.type == UInt16(ET_REL)
      && file.sections.contains { $0.type == UInt32(SHT_SYMTAB) }
    let handle =
      isObject || asModule
      ? try module(file.bytes, name, isRelocated: isObject) : try plain(file.bytes, name)
    try DwarfUnits.check(handle.dwarf, name: name)
    return handle
  }

  /// libelf only reads: the pointer is mutable for handles that are opened to write.
  private static func plain(_ bytes: Bytes, _ name: String) throws(ImageError) -> DwarfHandle {
    let elf = bytes.withUnsafeBytes {
      elf_memory(
        UnsafeMutableRawPointer(mutating: $0.baseAddress)?.assumingMemoryBound(to: CChar.self),
        $0.count)
    }
    guard let dwarf = dwarf_begin_elf(elf, DWARF_C_READ, nil) else {
      elf_end(elf)
      throw .libdw(name)
    }
    return DwarfHandle(dwarf) {
      dwarf_end(dwarf)
      elf_end(elf)
      withExtendedLifetime(bytes) {}
    }
  }

  /// libdwfl applies relocations where the sections stand, so that an object is a copy.
  private static func module(
    _ bytes: Bytes, _ name: String, isRelocated: Bool
  ) throws(ImageError) -> DwarfHandle {
    let copy = isRelocated ? copied(bytes) : nil
    // What is not relocated is only read: the pointer is mutable for what is.
    let start = bytes.withUnsafeBytes { copy ?? UnsafeMutableRawBufferPointer(mutating: $0) }
    let modules = dwfl_begin(callbacks)
    let module = dwfl_report_offline_memory(
      modules, name, name, start.baseAddress?.assumingMemoryBound(to: CChar.self), start.count)
    dwfl_report_end(modules, nil, nil)
    var bias: Dwarf_Addr = 0
    guard let dwarf = dwfl_module_getdwarf(module, &bias) else {
      let error = ImageError.libdwfl(name)
      dwfl_end(modules)
      copy?.deallocate()
      throw error
    }
    return DwarfHandle(dwarf, module: module) {
      dwfl_end(modules)
      copy?.deallocate()
      withExtendedLifetime(bytes) {}
    }
  }

  private static func copied(_ bytes: Bytes) -> UnsafeMutableRawBufferPointer {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    bytes.withUnsafeBytes { copy.copyMemory(from: $0) }
    return copy
  }

  /// Nothing but the given file is ever looked at: debugging information is searched nowhere else.
  nonisolated(unsafe) private static let callbacks: UnsafePointer<Dwfl_Callbacks> = {
    let table = UnsafeMutablePointer<Dwfl_Callbacks>.allocate(capacity: 1)
    table.initialize(to: Dwfl_Callbacks())
    table.pointee.find_debuginfo = { _, _, _, _, _, _, _, _ in -1 }
    table.pointee.section_address = dwfl_offline_section_address
    return UnsafePointer(table)
  }()
}

extension ImageError {
  /// What libdw said last, on this thread.
  public static func libdw(_ name: String) -> ImageError { refused(name, dwarf_errmsg(-1)) }

  /// The like of libdwfl.
  static func libdwfl(_ name: String) -> ImageError { refused(name, dwfl_errmsg(-1)) }

  private static func refused(_ name: String, _ words: UnsafePointer<CChar>?) -> ImageError {
    let reason = words.map { String(cString: $0) } ?? "unknown error"
    return ImageError(
      image: name, problem: "libdw refuses its DWARF: \(reason)",
      cure: "give the whole file, as the compiler or linker wrote it")
  }
}
