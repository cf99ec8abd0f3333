// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Glibc
import Testing

/// The command as a process of its own: exit codes, streams, signals.
@Suite(.serialized) struct BootCommandTests {
  @Test func `an image that Xen refuses is 1, its words on standard output`() throws {
    let result = try Command.run([Places.pvkit, "boot", try DebianImages.hvmloader()])
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("the guest was refused after "))
    #expect(result.output.contains("Could not construct domain 0"))
    #expect(result.errors.hasPrefix("pvkit: booting "))
  }

  @Test func `JSON is one object and nothing else`() throws {
    let result = try Command.run([
      Places.pvkit, "boot", "--format", "json", try DebianImages.hvmloader(),
    ])
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("{") && result.output.hasSuffix("}\n"))
    #expect(result.output.contains("\"outcome\" : \"refused\""))
    try Schemas.expect([result.output], toBe: .boot)
  }

  @Test func `expected text is 0`() throws {
    let linux = try DebianImages.linuxCloud()
    let result = try Command.run([Places.pvkit, "boot", linux, "--expect", "^.*Linux version 6"])
    #expect(result.status == 0, "\(result.output)")
  }

  /// The result is apart from the console, and the line that was waited for is whole.
  @Test func `the console goes to a file`() throws {
    try Places.withScratchFolder { folder in
      let (linux, log) = (try DebianImages.linuxCloud(), folder + "/console.txt")
      let result = try Command.run([
        Places.pvkit, "boot", linux, "--expect", "Linux ver", "--log", log,
      ])
      #expect(result.status == 0, "\(result.output)")
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == 2 && lines[0].hasPrefix("the guest printed the expected text after "))
      let console = try String(contentsOfFile: log, encoding: .utf8)
      #expect(console.contains("Linux version 6"))
      // Nothing is cut where it began to match.
      #expect(lines[1].contains("Linux version 6") && lines[1].hasSuffix(")"), "\(lines)")
    }
  }

  @Test func `a guest that is PVH only is booted as such`() throws {
    let image = try GeneratedGuest("--arch x86_64 --mode pvh").image()
    let result = try Command.run([Places.pvkit, "boot", image])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.errors.contains("as PVH dom0 under SVM with nested paging on Xen"))
    #expect(result.output.contains("# guest: all tests passed"))
  }

  /// What the shim makes of it, the reference guests' own test tells.
  @Test func `a 32-bit PV guest is booted on the PV shim as a domU`() throws {
    let image = try GeneratedGuest("--arch i386 --mode pv").image()
    let command = [Places.pvkit, "boot", "--timeout", "0.1", image]
    let domU = try Command.run(command + ["--role", "domU"])
    #expect(domU.errors.contains("as PV domU on the PV shim under SVM with nested paging on Xen"))
    let dom0 = try Command.run(command + ["--role", "dom0"])
    #expect(dom0.errors.contains("as PV dom0 on Xen"))
  }

  @Test(arguments: [
    ["/nowhere"], ["/dev"], ["/dev/null"], ["--initrd", "/nowhere", Places.pvkit],
    ["--role", "domU", "--disk", "/nowhere", Places.pvkit],
    ["--role", "domU", "--disk", "/dev", Places.pvkit],
  ])
  func `what cannot be read is 3`(arguments: [String]) throws {
    let result = try Command.run([Places.pvkit, "boot"] + arguments)
    #expect(result.status == 3)
    #expect(result.output.isEmpty)
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ["--timeout", "0"], ["--memory", "1"], ["--memory", "64-32"],
    ["--memory", "64-128"], ["--vcpus", "0"], ["--vcpus", "2-1"], ["--vcpus", "1-2-3"],
    ["--vcpus", "129", "--role", "domU"], ["--vcpus", "1-2"],
    ["--disk", "/dev/null"], ["--role", "domU", "--disk", ",ro"], ["--net"],
    ["--role", "domU", "--forward", "0:80"], ["--role", "domU", "--net", "--forward", "80"],
    ["--role", "domU", "--net", "--forward", "1:65536"],
    ["--role", "domU"] + Array(repeating: ["--disk", "/dev/null"], count: 17).flatMap { $0 },
    ["--expect", "("], ["--role", "domU", "--save-restore"], ["--role", "domU", "--at", "x"],
    ["--xl", "list", "--at", "x"], ["--role", "domU", "--xl", "list"],
    ["--role", "domU", "--xl", "", "--at", "x"], ["--role", "domU", "--xl", "a\nb", "--at", "x"],
    ["--migrate", "--at", "x"], ["--role", "domU", "--migrate", "--at", "("],
    ["--role", "dom1"], ["--log", "-", "--format", "json"],
    ["--mode", "hvm"], ["--mode", "shim"],
    ["--mode", "hvm", "--role", "domU", "--initrd", "/dev/null"],
  ])
  func `usage is 2`(arguments: [String]) throws {
    let result = try Command.run([Places.pvkit, "boot", Places.pvkit] + arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
  }

  @Test func `missing packages are one line and 3`() throws {
    let result = try Command.run(
      [Places.pvkit, "boot", "--role", "domU", try DebianImages.hvmloader()],
      environment: ["PVKIT_IMAGES": "/nowhere", "PATH": "/nowhere"])
    #expect(result.status == 3)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.errors.contains("apt-get install -y"))
  }

  /// `timeout` sends the signal to the command alone; QEMU must go all the same.
  @Test(arguments: ["INT", "QUIT", "TERM", "HUP", "USR1", "PWR", "RTMIN", "KILL"])
  func `a signal leaves neither QEMU nor files behind`(signal: String) throws {
    try Places.withScratchFolder { folder in
      let linux = try DebianImages.linux()
      let result = try Command.run(
        [
          "env", "--default-signal", "timeout", "--foreground", "--signal", signal, "2",
          Places.pvkit, "boot", linux,
        ],
        environment: ["TMPDIR": folder])
      #expect(result.status == (signal == "KILL" ? 137 : 124))
      let running = try Command.run(["pgrep", "--full", folder])
      #expect(running.output.isEmpty)
      let files = try Command.run(["ls", folder])
      #expect(files.output.isEmpty || signal == "KILL")
    }
  }
}
