// SPDX-License-Identifier: Apache-2.0

import CDw
import CElf
import GuestImage

/// The lines of source that a kernel's DWARF has for its code, as libdwfl tells them. Nothing but
/// the kernel itself is looked at.
public final class SourceLines {
  private let session: OpaquePointer
  private let module: OpaquePointer
  private let copy: UnsafeMutableRawBufferPointer?
  private let bytes: Bytes

  /// Nil when there is no table of lines, or it is compressed, or libdwfl refuses it.
  public init?(_ image: GuestImage) {
    guard let elf = try? image.elf.get(), Self.hasLines(elf) else { return nil }
    bytes = elf.bytes
    // libdwfl applies an object's relocations where its sections stand.
    copy = elf.header.type == UInt16(ET_REL) ? Self.copied(elf.bytes) : nil
    let start = copy?.baseAddress ?? elf.bytes.withUnsafeBytes { .init(mutating: $0.baseAddress!) }
    let session = dwfl_begin(Self.callbacks)
    let module = dwfl_report_offline_memory(
      session, image.name, image.name, start.assumingMemoryBound(to: CChar.self), elf.bytes.count)
    dwfl_report_end(session, nil, nil)
    guard let session, let module else {
      dwfl_end(session)
      copy?.deallocate()
      return nil
    }
    self.session = session
    self.module = module
  }

  deinit {
    dwfl_end(session)
    copy?.deallocate()
  }

  /// `kernel/sched.c:12`; nil where none is told.
  public func line(of site: CodeSite, in scan: CodeScan) -> String? {
    guard let base = base(of: scan.regions[site.region].section) else { return nil }
    guard let found = dwfl_module_getsrc(module, base &+ UInt64(site.offset)) else { return nil }
    var number: CInt = 0
    guard let file = dwfl_lineinfo(found, nil, &number, nil, nil, nil), number > 0 else {
      return nil
    }
    let folder = dwfl_line_comp_dir(found).map { String(cString: $0) + "/" } ?? ""
    return "\(Self.path(String(cString: file), below: folder)):\(number)"
  }

  /// As the tree that was built calls it, wherever that lay.
  private static func path(_ file: String, below folder: String) -> String {
    file.hasPrefix(folder) ? String(file.dropFirst(folder.count)) : file
  }

  /// Where libdwfl puts a section.
  private func base(of section: Int?) -> UInt64? {
    var bias: GElf_Addr = 0
    var header = GElf_Shdr()
    guard let section, let elf = dwfl_module_getelf(module, &bias),
      gelf_getshdr(elf_getscn(elf, section), &header) != nil
    else { return nil }
    return header.sh_addr &+ bias
  }

  private static func hasLines(_ elf: ElfFile) -> Bool {
    elf.sections.contains {
      $0.name == ".debug_line" && $0.hasContents && $0.flags & UInt64(SHF_COMPRESSED) == 0
    }
  }

  private static func copied(_ bytes: Bytes) -> UnsafeMutableRawBufferPointer {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    bytes.withUnsafeBytes { copy.copyMemory(from: $0) }
    return copy
  }

  nonisolated(unsafe) private static let callbacks: UnsafePointer<Dwfl_Callbacks> = {
    let table = UnsafeMutablePointer<Dwfl_Callbacks>.allocate(capacity: 1)
    table.initialize(to: Dwfl_Callbacks())
    table.pointee.find_debuginfo = { _, _, _, _, _, _, _, _ in -1 }
    table.pointee.section_address = dwfl_offline_section_address
    return UnsafePointer(table)
  }()
}
