// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Generators
@preconcurrency import Glibc
import GuestImage
import PatchEngine

extension PatchCommand {
  /// Exports entries as standard patches.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export",
      abstract: "Export the kit as patches for this source tree, for quilt, git am or patch.",
      discussion: """
        The patches apply without fuzz and give byte for byte the result of `pvkit patch apply`. The \
        tree may have the kit applied or not; it is not changed. They contain generated files as a \
        whole; the patch's header names the command that generates them. The mailbox has no cover \
        letter, at which git am would stop.

        Examples:
          pvkit patch export --quilt patches linux-2.6.18 && cd linux-2.6.18 && \
        QUILT_PATCHES=../patches quilt push -a
          pvkit patch export --mbox kit.mbox linux-2.6.18 && git -C linux-2.6.18 am ../kit.mbox
          pvkit patch export --mbox kit.mbox --from 'A U Thor <author@example.com>' linux-2.6.18
          pvkit patch export --diff linux-2.6.18 | patch -d linux-2.6.18 -p1 -F0

        Exit codes: 0 written; 2 usage error; 3 an entry does not fit, or a file could not be written.
        """)
    @Option(
      help: "Write a quilt series to this new directory: `series` and one patch per entry.",
      completion: .directory)
    var quilt: String?
    @Option(help: "Write a mailbox with one mail per entry.", completion: .file()) var mbox: String?
    @Option(
      help: ArgumentHelp(
        "The author of the mails, and of the commits that git am makes. (default: "
          + "\(MailSeries.nobody))", valueName: "name <address>"))
    var from: String?
    @Flag(help: "Replace an existing mailbox; another file is never replaced.") var force = false
    @Flag(help: "Print one diff of all entries.") var diff = false
    @OptionGroup var choice: TreeChoice

    func validate() throws {
      guard [quilt != nil, mbox != nil, diff].count(where: { $0 }) == 1 else {
        throw ValidationError("give one of --quilt DIR, --mbox FILE and --diff")
      }
      guard quilt != "" else {
        throw ValidationError("--quilt: the name of a directory is missing")
      }
      guard mbox != nil || (from == nil && !force) else {
        throw ValidationError("--from and --force go with --mbox")
      }
      guard from.map(Self.isAuthor) ?? true else {
        throw ValidationError("--from: must be NAME <ADDRESS>")
      }
    }

    private static func isAuthor(_ text: String) -> Bool {
      let parts = text.split(separator: "<", omittingEmptySubsequences: false)
      return text == text.printable && parts.count == 2 && parts[0].last == " "
        && parts[1].last == ">" && parts[1].count > 2 && !parts[1].contains(" ")
    }

    func run() throws {
      if let mbox, !force, try Output.replacesSomething(mbox) {
        throw PatchError(
          mbox, "already exists and is not empty",
          cure: "name another file, or replace it with --force")
      }
      if let mbox, !Output.isStandard(mbox), let front = ImageFile.front(of: mbox),
        !front.isEmpty, !front.starts(with: "From ".utf8)
      {
        throw PatchError(
          mbox, "is not a mailbox, and only a mailbox is replaced", cure: "name another file")
      }
      try choice.atTree { bench, entries in
        for note in try bench.required(by: entries) { complain("pvkit: note: \(note.short)") }
        if let quilt {
          let series = try bench.series(entries)
          try QuiltSeries(series).write(to: quilt)
          Exit.hasDone("\(quilt) is written")
          let patches = counted(series.patches.count, "patch", plural: "patches")
          print(lines: ["\(quilt): series, \(patches)"])
        } else if let mbox {
          let series = try bench.series(entries)
          let mails = MailSeries(series, from: from ?? MailSeries.nobody).bytes
          try Output.write(mails, to: mbox)
          if mails.contains(UInt8(ascii: "\r")) {
            let words = "has lines that end with CR, as in the tree; git am needs --keep-cr"
            complain("pvkit: note: \(mbox): \(words)".printable)
          }
          // With the mailbox on standard output, messages would corrupt it.
          if !Output.isStandard(mbox) {
            Exit.hasDone("\(mbox) is written")
            print(lines: ["\(mbox): \(counted(series.patches.count, "mail"))"])
          }
        } else {
          try bench.diff(entries).withUnsafeBytes {
            _ = fwrite($0.baseAddress, 1, $0.count, stdout)
          }
        }
      }
    }
  }
}
