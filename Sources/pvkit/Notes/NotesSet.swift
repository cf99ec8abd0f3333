// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct NotesSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Write a copy of an image with Xen notes set: replaced, or added at the end.",
    discussion: """
      The new notes stand in the file where nothing else does, and PT_NOTE, which is added when \
      there is none, leads there: no byte that is loaded changes. Numbers take as many bytes as \
      an address of the kernel's. A bzImage is packed again by its own codec into the same room.

      With --legacy, keys of the string __xen_guest are set, their values as they are to stand \
      there.

      Examples:
        pvkit notes set vmlinux GUEST_OS=mine PADDR_OFFSET=0 -o vmlinux.new
        pvkit notes set /boot/vmlinuz SUPPORTED_FEATURES=dom0 -o vmlinuz.new
        pvkit notes set --legacy vmlinux LOADER=generic -o vmlinux.new

      Exit codes: 0 written; 2 usage; 3 it could not be, and why.
      """)

  @Argument(help: "A vmlinux, bzImage or gzipped ELF.", completion: .file()) var image: String
  @OptionGroup var changes: NoteChanges
  @OptionGroup var options: RewriteOptions

  func run() throws {
    try options.rewrite(image) { try changes.make(in: &$0) { _ in } }
  }
}
