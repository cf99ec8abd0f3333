// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Checks
import Generators
import GuestImage
import HypervisorABI
import Loaders

struct GenerateNotes: ParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable { case notes, legacy, both }

  static let configuration = CommandConfiguration(
    commandName: "notes",
    abstract: "Generate the ELF notes that tell Xen's loaders about a kernel, as assembly.",
    discussion: """
      DESCRIPTION has one note per line, its name and its value; # starts a comment:

        arch            x86_64            # or i386
        GUEST_OS        "a kernel"
        XEN_VERSION     xen-3.0
        LOADER          generic
        VIRT_BASE       0xffffffff80000000
        PADDR_OFFSET    0
        ENTRY           startup_xen       # a symbol, a sum of symbols or a number
        FEATURES        !writable_page_tables|auto_translated_physmap
        SUPPORTED_FEATURES  dom0

      Without a description, the notes of pvkit's own PV guest are written. Before anything is \
      written, a kernel with these notes is checked as `pvkit check` does. The legacy string needs \
      numbers for all addresses.

      Examples:
        pvkit generate notes kernel.notes -o notes.S
        pvkit generate notes --form both kernel.notes -o notes.S
        pvkit generate notes --lds

      Exit codes: 0 written; 2 usage error; 3 the description is wrong, or the file could not be written.
      """)

  @Option(help: "What to write: ELF notes, the legacy string __xen_guest, or both.") var form = Kind
    .notes
  @Flag(help: "Write the linker script fragments that put the notes into a PT_NOTE segment.")
  var lds = false
  @Argument(help: "The file with the description; - reads standard input.") var description: String?
  @OptionGroup var output: OutputOption

  func run() throws {
    var inputs = InputFiles()
    inputs.add(description, as: "the description")
    try inputs.check(isNot: output.output)
    if lds { return try output.write(Generate.noteSegment()) }
    let notes = try described()
    try NoteTrial(notes).check()
    let legacy = form == .notes ? nil : try Generate.legacyString(notes).text
    let own = form == .legacy ? nil : Generate.notes(notes).text
    let text = [own, legacy].compactMap { $0 }.joined(separator: "\n")
    try output.write(GeneratedFile(path: "notes.S", text: text))
  }

  private func described() throws -> NoteDescription {
    guard let description else { return .pv64 }
    let text = try ImageFile.text(
      description, limit: 1 << 20, wanted: "a description of notes (pvkit help generate notes)")
    return try Self.parse(text, named: description)
  }

  static func parse(_ text: String, named name: String) throws -> NoteDescription {
    do throws(NoteFile.Problem) {
      return try NoteFile.parse(text)
    } catch {
      throw DescriptionError(description: "\(name):\(error)")
    }
  }
}

/// A wrong description, with a one-line message.
struct DescriptionError: Error, CustomStringConvertible { let description: String }
