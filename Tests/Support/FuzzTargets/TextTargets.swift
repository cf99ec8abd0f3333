// SPDX-License-Identifier: Apache-2.0

import Generators
import Glibc
import GuestCode
import HypervisorABI
import HypervisorLab
import PatchEngine

/// Files that users write, and logs of a hypervisor.
extension FuzzTarget {
  static let description = FuzzTarget("description", longest: 2048, seeds: [someNotes]) {
    bytes, _ in
    do throws(NoteFile.Problem) {
      _ = Generate.notes(try NoteFile.parse(text(bytes))).text
    } catch { precondition(error.line > 0 && error.column > 0) }
  }

  static let suppressions = FuzzTarget("suppressions", longest: 1024, seeds: [someLines]) {
    bytes, _ in
    _ = try? Suppressions(text(bytes), file: "fuzz")
  }

  /// One file of a kit that is otherwise valid; the first byte selects it.
  static let kit = FuzzTarget("kit", longest: 4096, seeds: someFiles) { bytes, _ in
    let folder = kitFolder
    let names = kitFiles.keys.sorted()
    let name = names[Int(bytes.first ?? 0) % names.count]
    write(Array(bytes.dropFirst()), to: folder + "/" + name)
    defer { write(Array((kitFiles[name] ?? "").utf8), to: folder + "/" + name) }
    guard let kit = try? Kit(directory: folder) else { return }
    for entry in kit.entries { _ = (entry.works(in: kit).map(\.what), entry.releases(in: kit)) }
  }

  static let crash = FuzzTarget("crash", longest: 4096, seeds: [someLog]) { bytes, _ in
    guard let report = CrashReport(in: text(bytes).split(separator: "\n").map(String.init)) else {
      return
    }
    _ = (report.instructionPointer, report.causes)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static let someNotes = Array(
    "GUEST_OS \"linux\"\nVIRT_BASE 0xffffffff80000000\nENTRY startup_xen\nFEATURES \"!x|dom0\"\n"
      .utf8)
  private static let someLines = Array("# why\nswitch_to popf only the flags\n* cli never\n".utf8)
  private static let someLog = Array(
    """
    ----[ Xen-4.17.7  x86_64  debug=n  Not tainted ]----
    CPU:    0
    RIP:    e033:[<ffffffff81000000>]
    rax: 0000000000000000   rbx: 0000000000000001   rcx: 0000000000000002
    Guest stack trace from rsp=ffffffff82003f58:
      0000000000000000 ffffffff81000123
    """.utf8)
  private static let kitFiles = [
    "kit": "Xen: 4.17\n",
    "series": "# all\ng/0100-a +x86_64\n",
    "releases/2.6.18": "Architecture x86_64: port\nPath arch x86_64: arch/x86_64\n",
    "g/0100-a/entry": """
    # SPDX-License-Identifier: GPL-2.0-only
    Subject: s
    Reason: r
    Origin: own

    edit a/b.c
    find 2 times: x
    after:
    <<<
    y
    >>>

    """,
  ]

  private static let someFiles = kitFiles.keys.sorted().enumerated().map {
    [UInt8($0)] + Array((kitFiles[$1] ?? "").utf8)
  }

  private static func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "w") else { fatalError("cannot write \(path)") }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// The directory of the kit, one per process and in memory.
  private static let kitFolder: String = {
    var template = Array("/dev/shm/pvkit-fuzz.XXXXXX".utf8CString)
    guard let made = mkdtemp(&template).map({ String(cString: $0) }) else {
      fatalError("no directory in /dev/shm")
    }
    for name in ["releases", "g", "g/0100-a"] { mkdir(made + "/" + name, 0o700) }
    for (name, text) in kitFiles { write(Array(text.utf8), to: made + "/" + name) }
    leftover = made
    atexit {
      let names = FuzzTarget.kitFiles.keys.sorted() + ["releases", "g/0100-a", "g", ""]
      for name in names { remove(FuzzTarget.leftover + "/" + name) }
    }
    return made
  }()

  nonisolated(unsafe) private static var leftover = ""
}
