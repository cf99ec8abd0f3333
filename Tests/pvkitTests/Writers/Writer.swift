// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import FoundationEssentials
import Testing

/// A command that writes files, and the folder in which it does.
struct Writer: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Files of the folder before it: some of pvkit's making, some of the user's.
  let prepare: @Sendable (String) throws -> Void
  /// With the folder's files by their paths.
  let command: @Sendable (String) -> [String]
  /// The next run after one that was killed; nil for the same.
  var next: (@Sendable (String) -> [String])?
  /// Whether the same again gives the same.
  var isRepeatable = true
  /// Its exit code when it is not hindered.
  let status: Int32
  /// Of its calls, at how many in the middle it is hindered once.
  let every: Int

  init(
    _ name: String, isRepeatable: Bool = true, status: Int32 = 0, every: Int = 1,
    prepare: @escaping @Sendable (String) throws -> Void = { _ in },
    next: (@Sendable (String) -> [String])? = nil,
    command: @escaping @Sendable (String) -> [String]
  ) {
    (testDescription, self.prepare, self.next) = (name, prepare, next)
    self.isRepeatable = isRepeatable
    (self.status, self.every) = (status, every)
    self.command = { [Places.pvkit] + command($0) }
  }

  static func put(_ files: [String: String], in folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (path, text) in files {
      let place = folder + "/" + path
      let parent = place.prefix(upTo: place.lastIndex(of: "/") ?? place.endIndex)
      try FileManager.default.createDirectory(
        atPath: String(parent), withIntermediateDirectories: true)
      try text.write(toFile: place, atomically: false, encoding: .utf8)
    }
  }

  static func run(_ command: String...) throws {
    let result = try Command.run(command)
    guard result.status == 0 else { throw Missing(what: "\(command): \(result.errors)") }
  }

  static func pvkit(_ arguments: String...) throws {
    let result = try Command.run([Places.pvkit] + arguments)
    guard result.status == 0 else { throw Missing(what: "\(arguments): \(result.errors)") }
  }
}

extension Writer {
  /// Every command that writes, each onto nothing and onto something.
  static let all = files + trees + patches

  private static let header = ["generate", "headers", "--only", "sched"]

  static let files = [
    Writer("generate -o, new") { header + ["-o", $0 + "/sched.h"] },
    Writer(
      "generate -o, through a link to a file of its own mode and owner",
      prepare: {
        try put(["far/sched.h": "mine"], in: $0)
        try run("chmod", "640", $0 + "/far/sched.h")
        if isRoot { try run("chown", "12:34", $0 + "/far/sched.h") }
        try run("ln", "-s", "far/sched.h", $0 + "/sched.h")
      }, command: { header + ["-o", $0 + "/sched.h"] }),
    Writer("notes set -o", prepare: image) {
      ["notes", "set", $0 + "/guest.elf", "GUEST_OS=mine", "-o", $0 + "/new.elf"]
    },
    Writer(
      "notes remove -o, onto a file",
      prepare: {
        try image($0)
        try put(["new.elf": "old"], in: $0)
      }, command: { ["notes", "remove", $0 + "/guest.elf", "GUEST_OS", "-o", $0 + "/new.elf"] }),
    Writer("notes add -o", prepare: image) {
      ["notes", "add", $0 + "/guest.elf", "SUSPEND_CANCEL=1", "-o", $0 + "/new.elf"]
    },
    Writer("unpack -o", prepare: image) {
      ["unpack", $0 + "/guest.elf.gz", "-o", $0 + "/vmlinux"]
    },
    Writer(
      "check --fix -o",
      prepare: {
        try image($0)
        // Notes of an owner that is not quite Xen.
        try run("sed", "-i", "s/Xen\\x00/xen\\x00/g", $0 + "/guest.elf")
        try run("mv", $0 + "/guest.elf", $0 + "/broken.elf")
      }, command: { ["check", $0 + "/broken.elf", "--fix", "-o", $0 + "/new.elf"] }),
    Writer(
      "abi snapshot -o, onto a file",
      prepare: {
        let types = "struct start_info { char magic[32]; unsigned long nr_pages; } x;\n"
        try put(["types.c": types, "record.json": "old"], in: $0)
        try run("gcc", "-g", "-c", $0 + "/types.c", "-o", $0 + "/types.o")
      }, command: { ["abi", "snapshot", $0 + "/types.o", "-o", $0 + "/record.json"] }),
  ]

  static let trees = [
    Writer("generate headers --tree, new, and what leads there") {
      header + ["--tree", $0 + "/include/xen/interface"]
    },
    Writer(
      "generate headers --tree --force, among the user's files",
      prepare: {
        let mine = [
          "sched.h": "mine", "notes.txt": "mine", "io/own.h": "mine", "own/deep/x": "mine",
        ]
        try put(mine, in: $0 + "/t")
        try run("chmod", "600", $0 + "/t/sched.h")
        if isRoot { try run("chown", "-R", "12:34", $0 + "/t") }
      }, command: { header + ["--force", "--tree", $0 + "/t"] }),
    Writer(
      "generate headers --tree, again with other files",
      prepare: {
        try pvkit("generate", "headers", "--only", "event_channel,blkif", "--tree", $0 + "/t")
        try put(["xen.o": "object"], in: $0 + "/t")
      }, command: { header + ["--tree", $0 + "/t"] }),
    Writer("generate guest", every: 8) { ["generate", "guest", $0 + "/guest"] },
    Writer(
      "abi doc --force, over an edited page", every: 100,
      prepare: {
        try pvkit("abi", "doc", "-o", $0 + "/doc")
        try put(["README.md": "mine", "own.md": "mine"], in: $0 + "/doc")
      }, command: { ["abi", "doc", "--force", "-o", $0 + "/doc"] }),
  ]

  static let patches = [
    Writer("patch apply", prepare: kernel, next: status) { patch("apply", $0) },
    Writer("patch revert", prepare: applied, next: status) { patch("revert", $0) },
    Writer(
      "patch apply, a second group over the user's edits",
      prepare: {
        try kernel($0)
        try pvkit("patch", "apply", "--kit", $0 + "/kit", "--only", "one", $0 + "/linux")
        try run("sed", "-i", "1i/* mine */", $0 + "/linux/kernel/a.c")
      }, next: status, command: { patch("apply", $0) }),
    Writer("patch export --quilt", prepare: kernel) {
      ["patch", "export", "--kit", $0 + "/kit", "--quilt", $0 + "/series", $0 + "/linux"]
    },
    Writer("patch export --mbox", prepare: kernel) {
      ["patch", "export", "--kit", $0 + "/kit", "--force", "--mbox", $0 + "/mbox", $0 + "/linux"]
    },
    // patch prove --record writes in the same way (OneWriterTests), after boots that take a minute and
    // whose timings no two runs share; PatchProveTests interrupts it.
    Writer("patch lock", prepare: kernel) { patch("lock", $0) },
    Writer("patch new", isRepeatable: false, prepare: kernel) {
      ["patch", "new", "--kit", $0 + "/kit", "two", "more"]
    },
  ]

  static let isRoot = (try? Command.run(["id", "-u"]).output) == "0\n"

  /// A generated guest, plain and packed.
  private static let image: @Sendable (String) throws -> Void = { folder in
    try run("mkdir", "-p", folder)
    try run("cp", GeneratedGuest().image(), folder)
    try run("gzip", "-nk", folder + "/guest.elf")
  }

  private static func patch(_ verb: String, _ folder: String) -> [String] {
    ["patch", verb, "--kit", folder + "/kit", folder + "/linux"]
  }

  private static let status: @Sendable (String) -> [String] = { folder in
    [Places.pvkit] + patch("status", folder)
  }

  /// A small kit, and a small kernel.
  private static func kernel(_ folder: String) throws {
    let head = "Subject: a subject\nReason: a reason\nOrigin: own\nUntil: 2.6.18\n\n"
    let places = ["Path arch x86_64: arch/x86_64", "Path asm x86_64: include/asm-x86_64"]
    try put(
      [
        "kit": "Xen: 4.17\n", "series": "one/0100-a\ntwo/1000-b\n",
        "releases/2.6.18": (["Architecture x86_64: port"] + places).map { $0 + "\n" }.joined(),
        "one/0100-a/entry": head + "edit kernel/a.c\nfind: int a;\nafter: int b;\n",
        "two/1000-b/entry": head
          + "new include/xen/b.h\n\nedit kernel/b.c\nfind: int b;\ndelete\n",
        "two/1000-b/files/include/xen/b.h": "int c;\n",
      ], in: folder + "/kit")
    try put(
      [
        "Makefile": "VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\nEXTRAVERSION =\n",
        "kernel/a.c": "int first;\nint middle;\nint a;\n", "kernel/b.c": "int b;\nint c;\n",
      ], in: folder + "/linux")
    if isRoot { try run("chown", "-R", "12:34", folder + "/linux") }
  }

  private static func applied(_ folder: String) throws {
    try kernel(folder)
    try pvkit("patch", "apply", "--kit", folder + "/kit", folder + "/linux")
  }
}
