// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Checks
import GuestImage
import Reports

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a project file, which check, scan and abi verify read.",
    discussion: """
      \(Project.name) defines what is checked and how. It is read from the current directory, or from \
      the nearest one above that has it, up to the root of a git repository; --config names another \
      file, and --no-config reads none. The command line takes precedence. Names of files \
      are relative to its directory, and so are the names of images in reports, baselines and suppressions, \
      whatever the working directory is.

      \(ProjectTemplate.help)

        [severity]       RULE = LEVEL, one of \(ProjectTemplate.levels), for findings of check, scan and abi verify
        [baseline]       COMMAND = FILE, for check, scan and abi-verify: as --baseline
        [[suppression]]  a reviewed instruction: function (default: any), class and reason;
                         or a reviewed finding of check: rule, image (a name or a pattern) and reason

      The image of a suppression is matched against the image's name in reports: the path from the directory of \
      the file, or PACKAGE(FILE); of an absolute path elsewhere, the last component. In a pattern, * also \
      matches slashes. Without a slash, it is also matched against the last component alone, so that vmlinuz-* \
      matches boot/vmlinuz-6.1 and linux.deb(boot/vmlinuz-6.1).

      An unknown key, table, rule or class and a wrong value are errors (exit code 3), with the line and column. A \
      suppression of the file that matches nothing in all of its images is reported as stale. Of an image that \
      does not exist yet, pvkit init says so, and writes its name all the same.

      Examples:
        pvkit init
        pvkit init vmlinux kernels/
        pvkit init -o ci/pvkit.toml vmlinux        writes images = ["../vmlinux"]
        pvkit check

      Exit codes: 0 written; 2 usage error; 3 the file already exists, or could not be written.
      """)

  @Option(
    name: .shortAndLong, help: "The file to write; - is standard output.", completion: .file())
  var output = Project.name

  @Argument(
    help: "The images to check: files, directories or packages.", completion: .file())
  var images: [String] = []

  func run() throws {
    let isFile = !Output.isStandard(output)
    let names = isFile ? images.map { Project.imageName($0, in: output) } : images
    let text = ProjectTemplate.text(images: names)
    // Check the generated text, whatever the names of the images are.
    _ = try Project(text, file: output)
    guard isFile else {
      try Output.write(text, to: output)
      return warn()
    }
    guard try !Output.replacesSomething(output) else {
      complain("pvkit: \(output): already exists; nothing was written (use -o FILE)")
      throw ExitStatus.failed
    }
    try Output.write(text, to: output)
    warn()
    Exit.hasDone("\(output) is written")
    print(lines: ["\(output): written; edit it, then run pvkit check"])
  }
}

extension InitCommand {
  /// Says which names of images lead to no file yet; they are written all the same, as the images may
  /// be built later.
  private func warn() {
    for image in images where image != "-" && !FileName.exists(NamedImage(image).file) {
      let isPattern = Project.isPattern(image)
      guard !isPattern || FileName.files(below: "", image).isEmpty else { continue }
      let problem = isPattern ? "no file matches this pattern" : "there is no such file"
      complain("pvkit: \(image): \(problem); it was written all the same")
    }
  }
}

/// The contents of a new project file.
enum ProjectTemplate {
  static let levels = RuleLevels.Level.allCases.map(\.rawValue).joined(separator: ", ")

  /// One line for each key.
  static var help: String {
    Table(
      ProjectKey.all.map { key in
        ["  " + key.name, key.meaning + " (\(commands(key)))"]
      }
    ).lines().joined(separator: "\n")
  }

  private static func commands(_ key: ProjectKey) -> String {
    ProjectKey.Command.allCases.filter(key.commands.contains).map(\.rawValue)
      .joined(separator: ", ")
  }

  static func text(images: [String]) -> String {
    let keys = ProjectKey.all.map { key in
      let isSet = key.name == "images" && !images.isEmpty
      let value = isSet ? "[\(images.map(quoted).joined(separator: ", "))]" : key.example
      return "# \(key.meaning) (\(commands(key)))\n\(isSet ? "" : "# ")\(key.name) = \(value)\n"
    }
    return """
      # The project file of pvkit: `pvkit help init`. The command line takes precedence.

      \(keys.joined(separator: "\n"))
      # How serious a rule's findings are: \(levels).
      # [severity]
      # note-unknown = "off"

      # The known findings of each command: only new ones count (--update-baseline writes the file).
      # [baseline]
      # check = "known.json"

      # Findings of `pvkit check` to accept in some images. May be repeated. An image's name is its path from
      # here; a name or pattern without a slash is also matched against the last component alone.
      # [[suppression]]
      # rule = "note-string-end"
      # image = "vmlinuz-*"
      # reason = "the padding ends it"

      # Reviewed instructions; the classes are those of `pvkit scan`. May be repeated.
      # [[suppression]]
      # function = "switch_to"
      # class = "popf"
      # reason = "only the arithmetic flags matter there"

      """
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { letter -> String in
      switch letter {
      case "\"", "\\": "\\\(letter)"
      case _ where letter.value < 0x20 || letter.value == 0x7f:
        "\\u" + hexDigits(UInt16(letter.value), width: 4)
      default: String(letter)
      }
    }
    return "\"\(escaped.joined())\""
  }
}
