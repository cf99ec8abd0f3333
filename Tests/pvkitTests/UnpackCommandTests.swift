// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@Suite struct UnpackCommandTests {
  @Test func theElfInsideIsWhatLoadersParse() throws {
    try Places.withScratchFolder { folder in
      let packed = try pvkit("unpack", DebianImages.linuxCloud(), "-o", folder + "/vmlinux")
      #expect(packed.status == 0, "\(packed.errors)")
      let direct = try pvkit("check", "--format", "json", DebianImages.linuxCloud()).objects()[0]
      let unpacked = try pvkit("check", "--format", "json", folder + "/vmlinux").objects()[0]
      for key in ["elf", "notes", "verdicts"] {
        #expect(direct[key] as? NSObject == unpacked[key] as? NSObject, "\(key)")
      }
    }
  }

  @Test func nothingIsWrittenWhenThereIsNoElf() throws {
    try Places.withScratchFolder { folder in
      try pvkit("unpack", "/etc/passwd", "-o", folder + "/vmlinux")
        .expectOneError(containing: "/etc/passwd")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func aPipeIsWrittenInto() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let script = "mkfifo $1; cmp $1 $2 & $0 unpack $2 -o $1 && wait $! && test -p $1"
      let result = try Command.run(
        ["sh", "-c", script, Places.pvkit, folder + "/pipe", DebianImages.xenShim()])
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  /// As standard input is: from a shell's `<(…)`, and from a FIFO.
  @Test(arguments: [
    #""$0" unpack <(cat "$1") -o new"#, #"cat "$1" | "$0" unpack /dev/stdin -o new"#,
  ])
  func aPipeIsRead(command: String) throws {
    try Places.withScratchFolder { folder in
      let script = #"cd "$2"; \#(command); "$0" unpack "$1" -o direct; cmp new direct"#
      let result = try Command.run(
        ["bash", "-ec", script, Places.pvkit, try DebianImages.linuxCloud(), folder])
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test func theImageItselfIsNoOutput() throws {
    try Places.withScratchFolder { folder in
      let (file, link) = (folder + "/file", folder + "/link")
      try FileManager.default.copyItem(atPath: DebianImages.xenShim(), toPath: file)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
      for output in [file, link] {
        let result = try pvkit("unpack", file, "-o", output)
        #expect(result.status == 2 && result.errors.contains("is the image itself"))
      }
      #expect(FileManager.default.contentsEqual(atPath: file, andPath: try DebianImages.xenShim()))
    }
  }

  /// By a reader that is slow, and that whoever started pvkit made non-blocking.
  @Test func aPipeThatDoesNotBlockIsWaitedFor() throws {
    let python = """
      import fcntl, os, subprocess, sys, time
      r, w = os.pipe(); fcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK)
      p = subprocess.Popen(sys.argv[1:], stdout=w); os.close(w); time.sleep(0.5); n = 0
      while b := os.read(r, 4096): n += len(b)
      print(n, p.wait())
      """
    for command in [
      ["generate", "headers"], ["unpack", try DebianImages.linuxCloud(), "-o", "-"],
    ] {
      let whole = try Command.run(
        ["sh", "-c", "\"$0\" \"$@\" | wc -c", Places.pvkit] + command
      ).output.trimmingCharacters(in: .whitespacesAndNewlines)
      let result = try Command.run(["python3", "-c", python, Places.pvkit] + command)
      #expect(result.output == "\(whole) 0\n", "\(result.errors)")
    }
  }

  @Test func aFolderThatIsNotThereIsAnError() throws {
    try pvkit("unpack", DebianImages.xenShim(), "-o", "/nonexistent/vmlinux")
      .expectOneError(containing: "/nonexistent/vmlinux")
  }

  /// What a sparse file has for nothing is not written, nor copied.
  @Test(arguments: [
    ["unpack", "FILE"], ["notes", "set", "FILE", "GUEST_OS=x"],
    ["notes", "remove", "FILE", "ENTRY"],
  ]) func aSparseFileOfAnySize(command: [String]) throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/sparse"
      try FileManager.default.copyItem(atPath: DebianImages.xenShim(), toPath: file)
      #expect(try Command.run(["truncate", "-s", "3G", file]).status == 0)
      let words = command.map { $0 == "FILE" ? file : $0 } + ["-o", folder + "/new"]
      let result = try Command.run([Places.pvkit] + words)
      #expect(result.status == 3 && result.errors.contains("3221225472 bytes"), "\(result.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder + "/new"))
    }
  }
}
