// SPDX-License-Identifier: Apache-2.0

/// One run of elf_xen_parse.
struct NoteParser {
  let elf: RawElf
  let hvm: Bool
  let dialect: Dialect
  var parameters = GuestParameters()
  /// The number of notes of all owners so far, in all segments and sections.
  var noteCount = 0

  init(elf: RawElf, hvm: Bool, dialect: Dialect) {
    self.elf = elf
    self.hvm = hvm
    self.dialect = dialect
  }

  /// Whether the rules for PVH apply.
  var asPVH: Bool { hvm && dialect.separatesPVH }

  /// Finds and checks the notes. Returns the reason for a refusal, or nil.
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
