// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// Source trees and objects where a command takes a guest's types.
@Suite struct TreeOptionsTests {
  /// Debian's 4.17 names more CPU features than the release did; what a guest meets is the same.
  @Test(arguments: ["i386", "x86_64"], ["gcc", "clang"])
  func readsATree(architecture: String, compiler: String) throws {
    let result = try pvkit(
      "abi", "diff", "4.17", "/usr/include/xen", "--arch", architecture, "--cc", compiler)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("headers of /usr/include/xen"))
    #expect(result.output.contains("on \(architecture)"))
    #expect(result.output.contains("0 breaking"))
  }

  /// A tree may have the port for several architectures, and each is verified.
  @Test(arguments: [["x86_64"], ["i386"], ["i386", "x86_64"]])
  func readsWhatThePortGenerated(architectures: [String]) throws {
    try Places.withScratchFolder { folder in
      for architecture in architectures {
        let asm = "\(folder)/include/asm-\(architecture)/xen"
        #expect(try Command.run(["mkdir", "-p", asm]).status == 0)
        #expect(try Command.run(["touch", asm + "/hypervisor.h"]).status == 0)
      }
      let header = "\(folder)/include/xen/interface/xen.h"
      #expect(try Command.run(["mkdir", "-p", folder + "/include/xen/interface"]).status == 0)
      #expect(try pvkit("generate", "headers", "--xen", "4.17", "-o", header).status == 0)
      for architecture in architectures {
        let same = try pvkit("abi", "check", "--arch", architecture, folder)
        #expect(same.status == 0, "\(same)")
        #expect(same.output.contains("(Linux with pvkit's port)"))
        #expect(same.output.contains(", \(architecture), against"))
      }
      #expect(try pvkit("abi", "check", "--xen", "3.1", folder).status == 1)
    }
  }

  /// In 2.6.23 include/xen is mainline's, for i386 alone, and the port's headers are elsewhere; in
  /// 2.6.24 include/asm-x86/xen is, too.
  @Test(arguments: [
    ["include/asm-x86_64/xen/hypervisor.h", "include/asm-i386/xen/interface.h"],
    ["arch/x86_64/include/asm/xen/hypervisor.h", "include/asm-x86/xen/hypervisor.h"],
  ])
  func readsThePortsHeadersBesideMainlines(marks: [String]) throws {
    try Places.withScratchFolder { folder in
      let own = folder + "/arch/x86_64/include/xen/interface/xen.h"
      let mainline = folder + "/include/xen/interface/xen.h"
      for (release, header) in [("4.17", own), ("3.1", mainline)] {
        let directory = header.split(separator: "/").dropLast().joined(separator: "/")
        #expect(try Command.run(["mkdir", "-p", "/" + directory]).status == 0)
        #expect(try pvkit("generate", "headers", "--xen", release, "-o", header).status == 0)
      }
      for mark in marks {
        let path = folder + "/" + mark
        #expect(try Command.run(["install", "-D", "/dev/null", path]).status == 0)
      }
      let port = try pvkit("abi", "check", "--arch", "x86_64", "--xen", "4.17", folder)
      #expect(port.status == 0, "\(port)")
      #expect(port.output.contains("(Linux with pvkit's port)"))
      let other = try pvkit("abi", "check", "--arch", "i386", "--xen", "3.1", folder)
      #expect(other.output.contains("(Linux)"), "\(other)")
    }
  }

  @Test func takesTheCompilerFromTheEnvironment() throws {
    let result = try pvkit(
      "abi", "diff", "4.17", "/usr/include/xen", environment: ["CC": "no-such-cc"])
    result.expectOneError(containing: "no-such-cc: cannot be run")
  }

  @Test func refusesAFolderWithoutHeaders() throws {
    try pvkit("abi", "diff", "4.17", "/usr/lib")
      .expectOneError(containing: "give the top of a Linux")
  }

  /// As in a module: its BTF is of no use without the kernel's.
  @Test func readsWhatElseAnObjectHas() throws {
    try Places.withScratchFolder { folder in
      let text = """
        struct evtchn_send { unsigned port; } object;
        char btf[64] __attribute__((section(".BTF"))) = "no BTF";
        """
      for (flag, source) in [("-g", "DWARF 5 of"), ("-g0", nil)] {
        let compiled = try Command.run(
          ["gcc", flag, "-c", "-x", "c", "-", "-o", folder + "/a.o"], input: Array(text.utf8))
        #expect(compiled.status == 0)
        let result = try pvkit("abi", "check", folder + "/a.o")
        guard let source else { return result.expectOneError(containing: "BTF") }
        #expect(result.status == 0 && result.output.contains(source), "\(result)")
      }
    }
  }

  @Test(arguments: [("unsigned", 0), ("unsigned long long", 1)])
  func readsAnObject(type: String, status: Int) throws {
    try Places.withScratchFolder { folder in
      let text = "struct evtchn_send { \(type) port; } object;"
      let compiled = try Command.run(
        ["gcc", "-g", "-c", "-x", "c", "-", "-o", folder + "/a.o"], input: Array(text.utf8))
      #expect(compiled.status == 0)
      let result = try pvkit("abi", "diff", folder + "/a.o", "4.17")
      #expect(result.status == Int32(status), "\(result.output) \(result.errors)")
    }
  }
}
