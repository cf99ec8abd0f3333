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
}
