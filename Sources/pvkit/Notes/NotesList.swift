// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage
import Reports

struct NotesList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the notes of an image, decoded: types, strings, addresses, features.",
    discussion: """
      Addresses are shown with the section and symbol that they point to. These tables are at the \
      end of a kernel; --quick omits them and unpacks a compressed kernel only as far as its notes.

      Examples:
        pvkit notes list vmlinux
        pvkit notes list --quick /boot/vmlinuz-*
        pvkit notes --format json /boot/vmlinuz | jq '.notes[].name'

      In JSON, an image that could not be read has the key `error` instead of a report.

      Exit codes: 0 there are Xen notes or a __xen_guest string; 1 there are none; 2 usage error; 3 \
      an image could not be read.
      """)

  @Flag(help: "Unpack only as far as the notes; do not look up sections and symbols.")
  var quick = false

  @Option(help: "The output format.")
  var format = OutputFormat.text

  @OptionGroup var options: ImageOptions

  func run() throws {
    throw try options.worst(show) { failure in
      if format == .json { print(try renderJSON(failure, of: NotesListing.form)) }
    }
  }

  private func show(_ path: String) throws -> ExitStatus {
    let image = try GuestImage.open(
      path: path, limit: options.maxUnpacked.bytes, upTo: quick ? .notes : .all,
      readsPipes: true)
    if let problem = image.problem { throw problem }
    let listing = NotesListing(image: image, elf: try image.elf.get())
    try ImageFile.checkWhole()
    switch format {
    case .json: print(try renderJSON(listing, .lines))
    case .text: print(lines: NotesText(listing, style: .terminal()).lines)
    }
    return listing.isEmpty ? .findings : .clean
  }
}
