// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import HypervisorLab

struct CpioArchiveTests {
  @Test func `cpio unpacks what was put in`() throws {
    var archive = CpioArchive()
    archive.add("init", text: "#!/bin/sh\n")
    archive.add("a/b/odd", [0, 1, 2])
    archive.add("a/b/empty", [])
    archive.add(directory: "var/run/xen")
    try Places.withScratchFolder { folder in
      let unpack = "cd \(folder) && cpio --extract --quiet"
      let result = try Command.run(["sh", "-c", unpack], input: archive.finished())
      #expect(result.status == 0, "\(result.errors)")
      let found = try Command.run(
        ["find", folder, "-mindepth", "1", "-printf", "%P %y %m %s\\n"])
      let lines = found.output.split(separator: "\n").filter { !$0.contains(" d ") }.sorted()
      #expect(lines == ["a/b/empty f 755 0", "a/b/odd f 755 3", "init f 755 10"])
      #expect(found.output.contains("var/run/xen d 755"))
    }
  }

  /// As the archive's own text: to make it, one would have to be root.
  @Test func `a device is one without root`() throws {
    var archive = CpioArchive()
    archive.add(device: "dev/console", major: 5, minor: 1)
    let list = try Command.run(
      ["cpio", "--list", "--verbose", "--quiet"], input: archive.finished())
    let line = try #require(list.output.split(separator: "\n").last)
    #expect(line.hasPrefix("crw-------") && line.contains("5,   1"), "\(list.output)")
    #expect(line.hasSuffix("dev/console"))
  }

  @Test func `every entry begins at a multiple of 4`() {
    for length in 0...9 {
      var archive = CpioArchive()
      archive.add("x", [UInt8](repeating: 1, count: length))
      #expect(archive.finished().count % 4 == 0)
    }
  }
}
