// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct NotesSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Write a copy of an image in which Xen notes are set: replaced or added.",
    discussion: """
      The new notes are placed in unused space of the file, and PT_NOTE, which is added if \
      necessary, points there: no byte that is loaded into memory changes. Numbers have the size of \
      an address. A bzImage is compressed again with its own codec and keeps its size; \
      only a signature, which would not hold any more, is removed with a message.

      With --legacy, keys of the string __xen_guest are set to the values as given.

      Examples:
        pvkit notes set vmlinux GUEST_OS=mine PADDR_OFFSET=0 -o vmlinux.new
        pvkit notes set /boot/vmlinuz SUPPORTED_FEATURES=dom0 -o vmlinuz.new
        pvkit notes set 'k.rpm(lib/modules/6.1/vmlinuz)' SUSPEND_CANCEL=1 -o vmlinuz.new
        pvkit notes set --legacy vmlinux LOADER=generic -o vmlinux.new

      Exit codes: 0 written; 2 usage error; 3 the image could not be read or changed.
      """)

  @Argument(help: UnpackLimit.image, completion: .file()) var image: String
  @OptionGroup var changes: NoteChanges
  @OptionGroup var options: RewriteOptions

  func run() throws {
    try options.rewrite(image) { try changes.make(in: &$0) { _ in } }
  }
}
