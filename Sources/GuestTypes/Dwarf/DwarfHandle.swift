// SPDX-License-Identifier: Apache-2.0

import CDw
import CElf
import GuestImage

/// An open libdw handle on an ELF in memory; closed with the last reference.
final class DwarfHandle {
  let dwarf: OpaquePointer
  private let close: () -> Void

  private init(_ dwarf: OpaquePointer, close: @escaping () -> Void) {
    self.dwarf = dwarf
    self.close = close
  }

  deinit { close() }

  /// Opens `file`; the relocations of an object or a module are applied first.
  static func open(_ file: ElfFile, name: String) throws(ImageError) -> DwarfHandle {
    guard elf_version(UInt32(EV_CURRENT)) != UInt32(EV_NONE) else { throw .libdw(name) }
    let isRelocatable = file.header.type == UInt16(ET_REL)
    return try isRelocatable ? relocated(file.bytes, name) : plain(file.bytes, name)
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

  /// libdwfl applies relocations where the sections stand, so it gets a copy.
  private static func relocated(_ bytes: Bytes, _ name: String) throws(ImageError) -> DwarfHandle {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    bytes.withUnsafeBytes { copy.copyMemory(from: $0) }
    let modules = dwfl_begin(callbacks)
    let module = dwfl_report_offline_memory(
      modules, name, name, copy.baseAddress?.assumingMemoryBound(to: CChar.self), copy.count)
    dwfl_report_end(modules, nil, nil)
    var bias: Dwarf_Addr = 0
    guard let dwarf = dwfl_module_getdwarf(module, &bias) else {
      let error = ImageError.libdwfl(name)
      dwfl_end(modules)
      copy.deallocate()
      throw error
    }
    return DwarfHandle(dwarf) {
      dwfl_end(modules)
      copy.deallocate()
    }
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
  static func libdw(_ name: String) -> ImageError { refused(name, dwarf_errmsg(-1)) }

  /// The like of libdwfl.
  static func libdwfl(_ name: String) -> ImageError { refused(name, dwfl_errmsg(-1)) }

  private static func refused(_ name: String, _ words: UnsafePointer<CChar>?) -> ImageError {
    let reason = words.map { String(cString: $0) } ?? "unknown error"
    return ImageError(
      image: name, problem: "libdw refuses its DWARF: \(reason)",
      cure: "give the whole file, as the compiler or linker wrote it")
  }

  /// Something in .debug_info that no compiler writes.
  static func malformed(_ name: String, _ entry: UInt64, _ problem: String) -> ImageError {
    ImageError(
      image: name,
      problem: "entry 0x\(String(entry, radix: 16)) of .debug_info: \(problem) (DWARF)",
      cure: "give the file as the compiler or linker wrote it")
  }
}
