// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage
import HypervisorABI

/// The source of a kernel's parameters in the loaders of 2.0 and 3.0.x: the first note section with a Xen
/// note, or the string in the section `__xen_guest` (tools/libxc/xc_load_elf.c@3.0.4,
/// xen_elfnote_lookup and xen_guest_lookup).
struct LinuxParameters {
  private enum Source {
    /// Pointers to the start and end of the notes.
    case notes(UInt64, UInt64)
    case string([UInt8])
  }

  private let elf: RawElf
  private let dialect: Dialect
  private let source: Source

  /// A parameter, by its note and by its key in the string.
  struct Key {
    let note: XenNote
    let name: String

    static let loader = Key(note: .loader, name: "LOADER=")
    static let guestOS = Key(note: .guestOS, name: "GUEST_OS=")
    static let xenVersion = Key(note: .xenVersion, name: "XEN_VER=")
    static let paeMode = Key(note: .paeMode, name: "PAE=")
    static let virtBase = Key(note: .virtBase, name: "VIRT_BASE=")
    static let paddrOffset = Key(note: .paddrOffset, name: "ELF_PADDR_OFFSET=")
    static let entry = Key(note: .entry, name: "VIRT_ENTRY=")
    static let hypercallPage = Key(note: .hypercallPage, name: "HYPERCALL_PAGE=")
    static let symbols = Key(note: .bsdSymtab, name: "BSD_SYMTAB=")
  }

  private var isFirst: Bool { dialect.release < XenRelease(3, 0, 3) }

  var isString: Bool {
    if case .string = source { return true }
    return false
  }

  /// Finds the source, or throws the refusal if there is none.
  static func find(in elf: RawElf, _ dialect: Dialect) throws(Refusal) -> LinuxParameters {
    let isFirst = dialect.release < XenRelease(3, 0, 3)
    // 3.0.4 requires section names only when it uses them.
    if dialect.release < XenRelease(3, 0, 4) {
      try checkNames(elf, "strings table (shstrtab).")
      _ = names(of: elf)
    }
    if !isFirst, let section = elf.everySection.first(where: { hasXenNote($0, elf) }) {
      let notes = Source.notes(elf.sectionStart(section), elf.sectionEnd(section))
      return LinuxParameters(elf: elf, dialect: dialect, source: notes)
    }
    try checkNames(elf, "strings table.")
    let names = names(of: elf)
    let wanted = Array("__xen_guest".utf8)
    let section = elf.everySection.first {
      !elf.isLost
        && elf.isString(wanted, at: elf.pointer(names &+ elf.value(.sectionName, at: $0)))
    }
    guard let section, let text = elf.string(at: elf.sectionStart(section)) else {
      throw Refusal(
        isFirst
          ? "Not a Xen-ELF image: '__xen_guest' section not found." : Refusal.notXen + ".")
    }
    return LinuxParameters(elf: elf, dialect: dialect, source: .string(text))
  }

  /// The pointer to the section names, by the header of a section that is not checked to exist.
  private static func names(of elf: RawElf) -> UInt64 {
    elf.sectionStart(elf.sectionPointer(elf.header(.sectionNames)))
  }

  private static func checkNames(_ elf: RawElf, _ words: String) throws(Refusal) {
    if elf.header(.sectionNames) == UInt64(SHN_UNDEF) {
      throw Refusal("ELF image has no section-header \(words)")
    }
  }

  private static func hasXenNote(_ section: UInt64, _ elf: RawElf) -> Bool {
    elf.value(.sectionType, at: section) == UInt64(SHT_NOTE)
      && xenNotes(elf.sectionStart(section), elf.sectionEnd(section), elf).next() != nil
  }

  /// Iterates over the Xen notes between two pointers.
  private static func xenNotes(
    _ start: UInt64, _ end: UInt64, _ elf: RawElf
  ) -> AnyIterator<NoteFields> {
    var pointer = start
    let owner = Array(XenNote.owner.utf8) + [0]
    return AnyIterator {
      while pointer < end, !elf.isLost {
        elf.countWork(RawElf.workOfANote)
        let note = NoteFields(note: pointer, in: elf)
        let name = elf.pointer(pointer &+ UInt64(MemoryLayout<Elf64_Nhdr>.size))
        pointer = elf.pointer(note.descriptor &+ note.paddedDescriptor)
        let isXen = owner.enumerated().allSatisfy {
          elf.unsigned(at: name &+ UInt64($0.offset), count: 1) == UInt64($0.element)
        }
        if isXen { return note }
      }
      return nil
    }
  }
}

/// Looking up parameters.
extension LinuxParameters {
  /// A parameter as text: from a note up to its NUL; from the string everything after the key.
  func text(_ key: Key) -> [UInt8]? {
    switch source {
    case .notes: return note(key).flatMap { elf.string(at: $0.descriptor) }
    case .string(let all): return all.behind(key.name)
    }
  }

  private func note(_ key: Key) -> NoteFields? {
    guard case .notes(let start, let end) = source else { return nil }
    return LinuxParameters.xenNotes(start, end, elf).first { $0.type == key.note.number }
  }

  /// A parameter as a number: from a note of 4 or 8 bytes; nil if the note has another size.
  func number(_ key: Key) -> UInt64? {
    switch source {
    case .notes:
      guard let note = note(key), [4, 8].contains(note.descriptorSize) else { return nil }
      return elf.unsigned(at: note.descriptor, count: UInt64(note.descriptorSize))
    case .string(let all):
      return all.behind(key.name).map {
        let value = LegacyNumber.parse(Array($0), asLibc: dialect.host == .toolstack)
        // 3.0.2 parses into a long of the build's width, which saturates.
        return isFirst && !elf.is64 ? min(value, UInt64(UInt32.max)) : value
      }
    }
  }

  /// The address of the hypercall page; the string has its page number. 3.0.0 had no such page.
  func hypercallPage(base: UInt64) -> UInt64? {
    guard dialect.release.hasHypercallPage else { return nil }
    return number(.hypercallPage).map { isString ? base &+ $0 << Page.shift : $0 }
  }
}

/// The values of the parameters.
extension LinuxParameters {
  /// Checks that the kernel is for this loader and this Xen. Up to 3.0.2 it searches the whole string for
  /// the words.
  func check() throws(Refusal) {
    guard says(.loader, "generic") || says(.guestOS, "linux") else {
      throw Refusal("Will only load images built for the generic loader or Linux images")
    }
    guard says(.xenVersion, dialect.release.interfaceName) else {
      let version = dialect.release.isEarly ? "2.0" : "3.0"
      throw Refusal("Will only load images built for Xen v\(version)")
    }
  }

  private func says(_ key: Key, _ value: String) -> Bool {
    if isFirst, case .string(let all) = source {
      return all.contains(Array((key.name + value).utf8))
    }
    return text(key)?.starts(with: value.utf8) ?? false
  }

  var pae: GuestParameters.PageTables {
    guard let text = text(.paeMode) else { return .none }
    if !isString, dialect.release >= XenRelease(3, 0, 4), text.starts(with: "bimodal".utf8) {
      return .bimodal
    }
    guard text.starts(with: "yes".utf8) else { return .none }
    return !isString || text.starts(with: "yes[extended-cr3]".utf8) ? .extendedCR3 : .pae
  }

  var wantsSymbols: Bool {
    guard case .string(let all) = source else {
      return text(.symbols)?.starts(with: "yes".utf8) ?? false
    }
    return all.contains(Array((isFirst ? "BSD_SYMTAB" : "BSD_SYMTAB=").utf8))
  }
}

extension [UInt8] {
  /// The bytes after the first occurrence of a key.
  fileprivate func behind(_ key: String) -> [UInt8]? {
    firstRange(of: Array(key.utf8)).map { Array(self[$0.upperBound...]) }
  }
}
