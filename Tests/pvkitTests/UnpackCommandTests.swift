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
