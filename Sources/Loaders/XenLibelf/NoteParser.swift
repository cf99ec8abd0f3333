// SPDX-License-Identifier: Apache-2.0

/// One run of elf_xen_parse over an ELF.
struct NoteParser {
  let elf: RawElf
  let hvm: Bool
  let dialect: Dialect
  var parameters = GuestParameters()
  /// Notes of every owner met so far, over all segments and sections.
  var noteCount = 0

  init(elf: RawElf, hvm: Bool, dialect: Dialect) {
    self.elf = elf
    self.hvm = hvm
    self.dialect = dialect
  }

  /// Whether this run is under the rules for PVH.
  var asPVH: Bool { hvm && dialect.separatesPVH }

  /// Finds the notes and checks them; the reason for a refusal, or nil.
  mutating func run(_ memory: MemorySpan) -> Refusal? {
    do throws(Refusal) {
      try search()
      try checkNotes()
      try checkAddresses(memory)
      return nil
    } catch {
      return error
    }
  }
}
