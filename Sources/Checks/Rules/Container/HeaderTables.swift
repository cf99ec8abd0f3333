// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import GuestImage
import HypervisorABI

/// The ELF header states a size or a number of headers by which Xen's loaders do not find them
/// (e_phentsize, e_shentsize, e_phnum, e_shnum).
///
/// Xen's loaders of all releases believe that size: they go from header to header by it. With 0,
/// every header is the first one; with any other wrong size, the bytes of one header are read as
/// parts of the next ones, so that segments or notes are lost silently. If the table would
/// then end after the file, they refuse it ("phdr overflow", "shdr overflow", "headers extend
/// beyond end of image"). Other readers differ: elfutils and QEMU use the size of the structure;
/// readelf and Linux's kexec refuse such a file, and objcopy does if e_shentsize is wrong.
///
/// An e_phnum of 65535 or an e_shnum of 0 stands for a number in the first section header, which
/// Xen's loaders do not look up: they read 65535 program headers, or no section headers.
///
/// The other checks are left out until an error is repaired, because they would report on headers
/// that nobody meant. If `[severity]` lowers the error or turns it off, or a suppression accepts it,
/// they are made all the same.
///
/// It is a warning if Xen's loaders read the same headers all the same: the table has only one, or
/// they need no section headers, because a PT_NOTE segment covers the notes.
///
/// **Affected:** all loaders (libelf, elf_init, elf_phdr_by_index and elf_shdr_by_index; before
/// 3.1, parseelfimage).
///
/// **Fix:** link the kernel again, or write the right size into the ELF header: 56 and 64 bytes for
/// program headers and section headers of ELF64, 32 and 40 for those of ELF32.
///
/// ```
/// printf '\70\0' | dd of=vmlinux bs=1 seek=54 conv=notrunc    # e_phentsize of ELF64
/// printf '\100\0' | dd of=vmlinux bs=1 seek=58 conv=notrunc   # e_shentsize of ELF64
/// printf '\40\0' | dd of=vmlinux bs=1 seek=42 conv=notrunc    # e_phentsize of ELF32
/// printf '\50\0' | dd of=vmlinux bs=1 seek=46 conv=notrunc    # e_shentsize of ELF32
/// ```
public enum HeaderTables: DecidingRule {
  public static let id = "header-tables"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning]
  public static let example = RuleExample(
    commands: (
      #"printf '\0\0' | dd of=guest bs=1 seek=54 conv=notrunc status=none  # e_phentsize"#,
      ""
    ))

  static let remark = "the other checks are left out until this is repaired"

  public static func check(_ subject: Subject) -> [Finding] {
    guard let elf = subject.elf else { return [] }
    let segments = elf.header.programHeaders
    let sections = elf.header.sectionHeaders
    let isNeeded = needsSections(elf, subject)
    return [
      finding(segments, "program", elf, isNeeded: true, subject), manySegments(segments, elf),
      finding(sections, "section", elf, isNeeded: isNeeded, subject),
      isNeeded ? noSections(sections) : nil,
    ].compactMap(\.self)
  }

  private static func manySegments(_ table: ElfTable, _ elf: ElfFile) -> Finding? {
    guard table.count == UInt64(PN_XNUM), !table.hasWrongSize,
      UInt64(elf.segments.count) < table.count
    else { return nil }
    return finding(.manySegments(table, elf), at: Place(offset: table.countFieldOffset))
  }

  private static func noSections(_ table: ElfTable) -> Finding? {
    guard table.count == 0, table.offset != 0 else { return nil }
    return finding(.noSections(table), at: Place(offset: table.countFieldOffset))
  }

  private static func finding(
    _ table: ElfTable, _ kind: String, _ elf: ElfFile, isNeeded: Bool, _ subject: Subject
  ) -> Finding? {
    guard table.hasWrongSize else { return nil }
    let place = Place(offset: table.sizeFieldOffset)
    let size = UInt64(elf.bytes.count)
    if !subject.image.innermost.isPartial, table.statedEnd > size {
      return finding(.pastEnd(table, kind, size), at: place)
    }
    guard isNeeded, table.count > 1 else {
      return finding(table.count > 1 ? .unneeded(table) : .single(table, kind), at: place, .warning)
    }
    return finding(table.statedSize == 0 ? .same(table, kind) : .elsewhere(table, kind), at: place)
  }

  /// The first release that reads notes in PT_NOTE segments; earlier ones find notes and the string
  /// by section headers (tools/libxc/xc_load_elf.c@3.0.4).
  private static let firstWithSegments = XenRelease(3, 1)

  /// Whether loaders of PV and PVH guests need section headers: for notes that are in no PT_NOTE
  /// segment, or for the string `__xen_guest`.
  private static func needsSections(_ elf: ElfFile, _ subject: Subject) -> Bool {
    let notes = subject.notes.filter(\.isXen)
    let segments = elf.noteSegments
    let isCovered = notes.contains { note in segments.contains { $0.holds(note.offset) } }
    if isCovered, subject.target.xen >= firstWithSegments { return false }
    return !notes.isEmpty || subject.legacy != nil
  }
}

extension Message {
  private static func cause(_ table: ElfTable, _ kind: String) -> String {
    "\(table.sizeField) is \(table.statedSize), but a \(kind) header has \(table.headerSize) bytes"
  }

  private static func cure(_ table: ElfTable) -> String {
    """
    write \(table.headerSize) into the two bytes at offset \(hex(table.sizeFieldOffset)), or link \
    the kernel again
    """
  }

  fileprivate static func pastEnd(_ table: ElfTable, _ kind: String, _ size: UInt64) -> Message {
    """
    \(cause(table, kind)): for loaders the table of \(table.count) ends at offset \
    \(hex(table.statedEnd)), after the end of the file (\(hex(size))), and they refuse it; \
    \(cure(table))
    """
  }

  fileprivate static func same(_ table: ElfTable, _ kind: String) -> Message {
    """
    \(cause(table, kind)): loaders read the first of the \(table.count) headers again and again, and \
    none of the others; \(cure(table))
    """
  }

  fileprivate static func elsewhere(_ table: ElfTable, _ kind: String) -> Message {
    let right = table.offset &+ table.headerSize
    return """
      \(cause(table, kind)): loaders look for the second of the \(table.count) headers at offset \
      \(hex(table.statedOffset(of: 1))), and it is at \(hex(right)); \(cure(table))
      """
  }

  fileprivate static func single(_ table: ElfTable, _ kind: String) -> Message {
    """
    \(cause(table, kind)): Xen's loaders find the only one all the same, but other programs (kexec, \
    readelf) refuse the file; \(cure(table))
    """
  }

  fileprivate static func manySegments(_ table: ElfTable, _ elf: ElfFile) -> Message {
    let place = hex(table.countFieldOffset)
    let count = elf.segments.count
    let number =
      count == 0 ? "" : "write their number, \(count), into the two bytes at offset \(place), or "
    return """
      e_phnum is \(table.count), which stands for a number in the first section header (PN_XNUM): \
      loaders take it for the number itself, refuse the file if that many headers do not fit into \
      it, and otherwise read what follows the table as headers; \(number)link the kernel again
      """
  }

  fileprivate static func noSections(_ table: ElfTable) -> Message {
    """
    e_shnum is 0, although there are section headers at offset \(hex(table.offset)): loaders find \
    no section, and the kernel's notes or its __xen_guest string are in sections only; write the \
    number of headers into the two bytes at offset \(hex(table.countFieldOffset)), or link the \
    kernel again
    """
  }

  fileprivate static func unneeded(_ table: ElfTable) -> Message {
    """
    \(cause(table, "section")): Xen's loaders find no section, which they do not need here except \
    for symbols (BSD_SYMTAB), and other programs (kexec, objcopy) refuse the file; \(cure(table))
    """
  }
}
