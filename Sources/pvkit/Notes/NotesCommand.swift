// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct NotesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notes",
    abstract: "Show the ELF notes of a kernel image, or write a copy with changed notes.",
    discussion: """
      Without a subcommand, the notes are listed.

      Examples:
        pvkit notes vmlinux
        pvkit notes -v --quick /boot/vmlinuz-*
        pvkit notes set vmlinux GUEST_OS=mine -o vmlinux.new
        pvkit check --fix gnumach -o gnumach.new

      Exit codes: 0 done; 1 there are no Xen notes; 2 usage error; 3 an image could not be read or \
      written.
      """,
    subcommands: [NotesList.self, NotesSet.self, NotesAdd.self, NotesRemove.self],
    defaultSubcommand: NotesList.self)
}
