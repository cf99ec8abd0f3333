// SPDX-License-Identifier: Apache-2.0

import CDw
import CElf
import GuestImage

/// An open libdw handle for an ELF file in memory, closed with the last reference. The limits on
/// its unpacked size and on its units have been checked.
public final class DwarfHandle {
  /// The `Dwarf *`.
  public let dwarf: OpaquePointer
  /// The `Dwfl_Module *`; nil if the file needed no relocation and was not opened as a module.
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

  /// Opens a file. Compressed sections are unpacked first, and the relocations of an object file or
  /// a module are applied.
  ///
  /// - Parameters:
  ///   - packed: the ELF file.
  ///   - name: the image's name, for errors.
  ///   - limit: the maximum unpacked size of the sections, in bytes.
  ///   - asModule: whether to use libdwfl in any case, which maps addresses to source lines.
  /// - Throws: `ImageError` if libdw rejects the file, or would need more memory than for any
  ///   kernel.
  public static func open(
    _ packed: ElfFile, name: String, limit: Int, asModule: Bool = false
  ) throws(ImageError) -> DwarfHandle {
    guard elf_version(UInt32(EV_CURRENT)) != UInt32(EV_NONE) else { throw .libdw(name) }
    try DebugSections.check(packed, name: name, limit: limit)
    let file = try packed.decompressed(name, limit: limit) ?? packed
    // A file to which dwz moved types also has the type ET_REL, but no symbols to relocate by.
    let isObject =
      file.header.type == UInt16(ET_REL)
      && file.sections.contains { $0.type == UInt32(SHT_SYMTAB) }
    let handle =
      isObject || asModule
      ? try module(file.bytes, name, isRelocated: isObject) : try plain(file.bytes, name)
    try DwarfUnits.check(handle.dwarf, name: name)
    return handle
  }

  /// Opens a file without libdwfl. libelf only reads; the pointer is mutable because a handle can
  /// also be opened for writing.
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

  /// Opens a file with libdwfl. It applies relocations in place, so that an object file is copied
  /// first.
  private static func module(
    _ bytes: Bytes, _ name: String, isRelocated: Bool
  ) throws(ImageError) -> DwarfHandle {
    let copy = isRelocated ? copied(bytes) : nil
    // Without relocation the file is only read, although the pointer is mutable.
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

  /// Callbacks that restrict libdwfl to the given file: it does not search for debugging
  /// information elsewhere.
  nonisolated(unsafe) private static let callbacks: UnsafePointer<Dwfl_Callbacks> = {
    let table = UnsafeMutablePointer<Dwfl_Callbacks>.allocate(capacity: 1)
    table.initialize(to: Dwfl_Callbacks())
    table.pointee.find_debuginfo = { _, _, _, _, _, _, _, _ in -1 }
    table.pointee.section_address = dwfl_offline_section_address
    return UnsafePointer(table)
  }()
}

extension ImageError {
  /// The last error of libdw in this thread.
  public static func libdw(_ name: String) -> ImageError { refused(name, dwarf_errmsg(-1)) }

  /// The last error of libdwfl in this thread.
  static func libdwfl(_ name: String) -> ImageError { refused(name, dwfl_errmsg(-1)) }

  private static func refused(_ name: String, _ words: UnsafePointer<CChar>?) -> ImageError {
    let reason = words.map { String(cString: $0) } ?? "unknown error"
    return ImageError(
      image: name, problem: "libdw refuses its DWARF: \(reason)",
      cure: "give the whole file, as the compiler or linker wrote it")
  }
}
