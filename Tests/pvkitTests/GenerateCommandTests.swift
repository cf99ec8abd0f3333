// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@Suite struct GenerateCommandTests {
  private func generate(_ arguments: String...) throws -> CommandResult {
    try Command.run([Places.pvkit, "generate"] + arguments)
  }

  @Test func guestIsATreeThatMakeKnows() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let tree = folder + "/guest"
      #expect(try generate("guest", "--arch", "x86_64", "--mode", "pv", tree).status == 0)
      #expect(try Command.run(["make", "-s", "-C", tree]).status == 0)
      #expect(FileManager.default.fileExists(atPath: tree + "/guest.elf"))
      #expect(try generate("guest", tree).status == 0)
    }
  }

  @Test(arguments: [
    ["guest", ""], ["headers", "--tree", ""],
  ]) func aDirectoryHasAName(arguments: [String]) throws {
    let result = try Command.run([Places.pvkit, "generate"] + arguments)
    #expect(result.status == 2 && result.errors.contains("the name of a directory is missing"))
  }

  /// Of what was made under an umask that takes everything away, nothing stays.
  @Test func nothingStaysUnderAnyUmask() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let nobody =
        getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
      try #require(chmod(folder, 0o777) == 0)
      // Who cannot run it as somebody else has nothing to try here.
      guard try Command.run(nobody + [Places.pvkit, "--version"]).status == 0 else { return }
      for command in ["generate guest new", "generate guest a/b/new", "generate shims -o file"] {
        _ = try Command.run(
          nobody + ["sh", "-c", "cd $0; umask 0777; \(Places.pvkit) \(command)", folder])
        let left = try Command.run(["find", folder, "-name", ".pvkit*"])
        #expect(left.output.isEmpty)
      }
    }
  }

  /// The work is done: that is no failure, and no secret.
  @Test func saysWhatItCannotClearAway() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let tree = folder + "/guest"
      #expect(try generate("guest", "--xen", "4.6", tree).status == 0)
      let result = try Command.run([
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=unlink", "-e",
        "inject=unlink:error=EBUSY", "--", Places.pvkit, "generate", "guest", "--xen", "4.17", tree,
      ])
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.errors.contains(".pvkit-work: cannot be removed, although the change is complete"))
      #expect(try generate("guest", "--xen", "4.17", tree).errors.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: tree + "/.pvkit-work"))
    }
  }

  @Test func aForeignDirectoryIsRefusedAndKept() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      try "mine".write(toFile: folder + "/main.c", atomically: false, encoding: .utf8)
      let result = try generate("guest", folder)
      #expect(result.status == 3)
      #expect(result.errors.contains("main.c: not written by pvkit"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["main.c"])
    }
  }

  /// What another command made is not replaced unasked, unedited or not.
  @Test func anotherCommandsTreeIsRefusedAndKept() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let (guest, headers) = (folder + "/guest", folder + "/headers")
      let writers = [
        ["generate", "guest"], ["generate", "headers", "--tree"], ["abi", "doc", "--output"],
      ]
      #expect(try generate("guest", guest).status == 0)
      #expect(try generate("headers", "--tree", headers).status == 0)
      for (index, place) in [guest, headers].enumerated() {
        let names = try FileManager.default.subpathsOfDirectory(atPath: place)
        for (other, writer) in writers.enumerated() where other != index {
          try Command.run([Places.pvkit] + writer + [place]).expectOneError(
            containing: "was made by pvkit \(writers[index].prefix(2).joined(separator: " "))")
        }
        #expect(try FileManager.default.subpathsOfDirectory(atPath: place) == names)
        #expect(try Command.run([Places.pvkit] + writers[index] + [place]).status == 0)
      }
      #expect(try generate("headers", "--tree", guest, "--force").status == 0)
    }
  }

  /// By whatever name: the shell that runs pvkit stands in it, and sees the files.
  @Test(arguments: [".", "$PWD", "../${PWD##*/}"])
  func theWorkingDirectoryIsFilled(name: String) throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let script = "cd \(folder) && \(Places.pvkit) generate guest \(name) && cat Makefile"
      let result = try Command.run(["sh", "-c", script])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("guest.elf"))
    }
  }

  @Test func anUnknownGuestIsAUsageError() throws {
    let result = try generate("guest", "--arch", "sparc", "/nowhere")
    #expect(result.status == 2)
    #expect(result.errors.contains("--arch x86_64 --mode pv"))
  }

  @Test func aReleaseThatTheGuestCannotUseIsAUsageError() throws {
    let wrong = [
      ["--xen", "4.7", "--mode", "pvh"]: "which came with Xen 4.8",
      ["--xen", "3.3", "--arch", "i386", "--no-pae"]: "choose --xen 3.0.0 … 3.2",
      ["--xen", "3.0.0", "--entry", "page"]: "Xen 3.0.0 has no hypercall page",
      ["--xen", "2.0", "--arch", "i386"]: "it has only 32-bit PV guests without PAE",
    ]
    for (options, reason) in wrong {
      let result = try Command.run([Places.pvkit, "generate", "guest"] + options + ["/nowhere"])
      #expect(result.status == 2)
      #expect(result.errors.contains(reason), "\(result.errors)")
    }
  }

  /// The headers and functions of 2.0 compile.
  @Test func theInterfaceOf2_0() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      for part in [
        ["headers", "--xen", "2.0", "-o", folder + "/xen.h"],
        ["shims", "--xen", "2.0.7", "--arch", "i386", "-o", folder + "/hypercall.h"],
      ] {
        let result = try Command.run([Places.pvkit, "generate"] + part)
        try #require(result.status == 0, "\(result.errors)")
      }
      let source = """
        #include "hypercall.h"
        long update(struct mmu_update *request) { return HYPERVISOR_mmu_update(request, 1, 0); }
        long crash(void) {
          return HYPERVISOR_sched_op(SCHEDOP_shutdown | SHUTDOWN_crash << SCHEDOP_reasonshift);
        }
        int mask(struct shared_info *info) { return info->vcpu_data[0].evtchn_upcall_mask; }
        """
      let compiler = [
        "gcc", "-m32", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c", "-",
      ]
      let compiled = try Command.run(
        compiler + ["-I", folder], input: Array((source + "\n").utf8))
      #expect(compiled.status == 0, "\(compiled.errors)")
    }
    let layouts = try pvkit("abi", "layouts", "--xen", "2.0")
    #expect(layouts.status == 2 && layouts.errors.contains("no structures on x86_64"))
    let shown = try pvkit("abi", "struct", "control_if", "--xen", "2.0")
    #expect(shown.status == 0 && shown.output.contains("rx_resp_prod"))
  }

  @Test(arguments: [
    ("notes", ".note.Xen"), ("shims", "HYPERVISOR_sched_op"), ("entry", "hypercall_page:"),
    ("headers", "struct start_info"),
  ])
  func partsGoToStandardOutputOrAFile(part: String, word: String) throws {
    let printed = try generate(part)
    #expect(printed.status == 0)
    #expect(printed.output.contains(word))
    #expect(printed.output.contains("GPL-2.0-only"))
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let path = folder + "/part"
      #expect(try generate(part, "-o", path).output.isEmpty)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == printed.output)
    }
  }

  @Test func headersMayBeATreeAndOnlyAPart() throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let tree = folder + "/interface"
      #expect(try generate("headers", "--only", "blkif", "--tree", tree).status == 0)
      #expect(FileManager.default.fileExists(atPath: tree + "/io/blkif.h"))
      #expect(!FileManager.default.fileExists(atPath: tree + "/io/netif.h"))
      #expect(try generate("headers", "--tree", tree).status == 0)
      #expect(FileManager.default.fileExists(atPath: tree + "/io/netif.h"))
      try "mine".write(toFile: tree + "/io/mine.h", atomically: false, encoding: .utf8)
      let refused = try generate("headers", "--tree", tree)
      #expect(refused.status == 3)
      #expect(refused.errors.contains("io/mine.h: not written by pvkit"))
      #expect(try generate("headers", "--force", "--tree", tree).status == 0)
      #expect(try String(contentsOfFile: tree + "/io/mine.h", encoding: .utf8) == "mine")
    }
  }

  @Test(arguments: [
    (["--only", "evnt_channel"], "event_channel"), (["--interface", "0x10"], "0x30203"),
    (["--interface", "0x50000"], "0x40e00"), (["--tree", "a", "-o", "b"], "exclude each other"),
    (["--only", ","], "no header is named"),
  ])
  func headersThatCannotBeAreAUsageError(arguments: [String], word: String) throws {
    let result = try Command.run([Places.pvkit, "generate", "headers"] + arguments)
    #expect(result.status == 2)
    #expect(result.errors.contains(word), "\(result.errors)")
  }

  @Test func headersFollowTheRelease() throws {
    #expect(try generate("headers", "--xen", "3.0.2").output.contains("console_mfn"))
    #expect(try !generate("headers").output.contains("console_mfn"))
  }

  @Test(arguments: [
    (["--xen", "2.0", "--arch", "i386", "--no-include"], "int $0x82"),
    (["--mode", "pvh"], "\"call hypercall_page + %c[stub]\""),
    (["--mode", "hvm", "--arch", "i386", "--entry", "vmmcall"], "\"vmmcall\""),
    (["--style", "asm", "--entry", "direct"], "\tsyscall\n"),
    (["--include", "<xen/interface/xen.h>"], "#include <xen/interface/xen.h>\n"),
  ])
  func shimsAreForTheAskedGuest(arguments: [String], word: String) throws {
    let result = try Command.run([Places.pvkit, "generate", "shims"] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(word))
  }

  @Test(arguments: [
    (["--entry", "vmcall"], "choose one of: page, direct"),
    (["--xen", "2.0"], "--arch x86_64 --mode pv; it had --arch i386 --mode pv"),
    (["--include", "a\nb"], "neither NAME"),
    (["--no-include", "--include", "xen.h"], "exclude each other"),
    (["--xen", "1.0"], "known releases"),
  ])
  func shimsThatCannotBeAreAUsageError(arguments: [String], word: String) throws {
    let result = try Command.run([Places.pvkit, "generate", "shims"] + arguments)
    #expect(result.status == 2)
    #expect(result.errors.contains(word), "\(result.errors)")
  }
}
