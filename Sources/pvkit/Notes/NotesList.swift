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
    let format = format
    let run = ImageRun(
      kinds: .kernels, limit: options.limit.bytes, extent: quick ? .notes : .all,
      judge: { subject in
        guard case .image(let image) = subject.content else { return nil }
        return try Self.finished(image, format)
      },
      failed: { failure, _ in
        let lines = format == .json ? [try renderJSON(failure, of: NotesListing.form)] : []
        return ImageOutput(status: .failed, lines: lines)
      })
    let inputs = try Progress.whileSearching { found in
      ImageList(try options.names(), found: found).numbered()
    }
    throw try run.run(inputs, jobs: options.jobs) { finished in
      switch format {
      case .json: for line in finished.lines { print(line) }
      case .text: print(lines: finished.lines)
      }
    }
  }

  private static func finished(_ image: GuestImage, _ format: OutputFormat) throws -> ImageOutput {
    if let problem = image.problem { throw problem }
    let listing = NotesListing(image: image, elf: try image.elf.get())
    let lines =
      switch format {
      case .json: [try renderJSON(listing, .lines)]
      case .text: NotesText(listing, style: .terminal()).lines
      }
    return ImageOutput(status: listing.isEmpty ? .findings : .clean, lines: lines)
  }
}
