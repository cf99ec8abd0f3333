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
        pvkit notes list -v --quick /boot/vmlinuz-*
        pvkit notes list -q kernels/ *.deb     only those without Xen notes
        pvkit notes --format json /boot/vmlinuz | jq '.notes[].name'

      Of several images, those with Xen notes take one line each: `name: ELF64 x86_64, 16 Xen notes`. \
      --quiet leaves them out, --verbose shows all their notes, and --format json has all. The last line \
      counts the images with Xen notes, those without, and those that could not be read.

      In JSON, an image that could not be read has the key `error` instead of a report.

      Exit codes: 0 there are Xen notes or a __xen_guest string; 1 there are none; 2 usage error; 3 \
      an image could not be read.
      """)

  @Flag(help: "Unpack only as far as the notes; do not look up sections and symbols.")
  var quick = false

  @Option(help: "The output format.")
  var format = OutputFormat.text

  @OptionGroup var detail: DetailOptions

  @Option(
    help: """
      Read only the I-th of N parts of the files, on one of several machines; `pvkit report merge` joins \
      the reports. With --format json.
      """,
    transform: Shard.init)
  var shard: Shard?

  @OptionGroup var options: ImageOptions

  private var reportFormat: ReportFormat { format == .json ? .json : .text }

  func validate() throws {
    try detail.check(reportFormat)
    try shard?.check(reportFormat)
  }

  func run() throws {
    let run = ReportRun(
      input: options, format: reportFormat, detail: detail, shard: shard,
      extent: quick ? .notes : .all)
    throw try run.worst(
      as: "pvkit notes", asked: ["--quick": "\(quick)"], .kernels, stale: StaleEntries()
    ) { subject -> [ImageResult<NotesListing>] in
      guard case .image(let image) = subject.content else { return [] }
      return [try Self.result(image)]
    }
  }

  private static func result(_ image: GuestImage) throws -> ImageResult<NotesListing> {
    if let problem = image.problem { throw problem }
    let listing = NotesListing(image: image, elf: try image.elf.get())
    return ImageResult(report: listing, isDetailed: !listing.defects.isEmpty) {
      NotesText(listing, style: .terminal()).lines
    }
  }
}
