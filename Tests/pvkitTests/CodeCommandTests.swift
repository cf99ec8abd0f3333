// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Testing

@testable import GuestImage

@Suite struct CodeCommandTests {
  /// A place without a symbol is a section and an address, each once.
  @Test func aKernelWithoutNames() throws {
    try Places.withScratchFolder { folder in
      let kernel = folder + "/vmlinux"
      try RebuiltKernel.build(kernel)
      #expect(try Command.run(["strip", kernel]).status == 0)
      let output = try pvkit("scan", kernel).output
      #expect(output.contains("no names"), "\(output)")
      #expect(output.contains("\n    .text 0xffffffff80100000  fa\n"), "\(output)")
      #expect(!output.contains(".text .text"), "\(output)")
    }
  }

  /// Findings that differ only in their places are one, with all places: of several releases, and
  /// beside a baseline.
  @Test(arguments: [["--xen", "4.2,4.17"], ["--baseline", "known.json"]])
  func equalFindingsAreOne(options: [String]) throws {
    try Places.withScratchFolder { folder in
      let kernel = folder + "/vmlinux"
      try RebuiltKernel.build(kernel, "-DTWICE", "-DELSEWHERE")
      try Output.write(
        #"{"fingerprints":[],"form":"baseline","image":"vmlinux","of":"scan","version":1}"# + "\n",
        to: folder + "/known.json")
      let words = options.map { $0 == "known.json" ? folder + "/" + $0 : $0 }
      let result = try Command.run([Places.pvkit, "scan"] + words + [kernel])
      #expect(result.status == 1, "\(result.errors)")
      let lines = result.output.split(separator: "\n")
      let heads = lines.indices.filter { lines[$0].contains("error: popf: ") }
      let head = try #require(heads.first)
      #expect(heads.count == 1, "\(result.output)")
      #expect(lines[head].hasSuffix(" [instruction-misleads] (3 times)"), "\(result.output)")
      #expect(
        lines[(head + 1)...].prefix(3).elementsEqual(
          ["    at other+0x0", "    at other+0x1", "    at third+0x0"]), "\(result.output)")
    }
  }

  @Test func readsEveryObjectOfAnArchive() throws {
    try Places.withScratchFolder { folder in
      for (name, code) in [("one", "hlt"), ("two", "nop"), ("three", "lgdt (%rax)")] {
        let made = try Command.run(
          ["as", "-", "-o", "\(folder)/\(name).o"], input: Array("f_\(name): \(code)\n".utf8))
        #expect(made.status == 0)
      }
      let objects = ["one", "two", "three"].map { "\(folder)/\($0).o" }
      let (lib, thin) = ("\(folder)/lib.a", "\(folder)/thin.a")
      #expect(try Command.run(["ar", "rc", lib] + objects).status == 0)
      #expect(try Command.run(["ar", "rcT", thin] + objects).status == 0)
      let result = try pvkit("code", lib)
      #expect(result.status == 1, "\(result)")
      for name in ["lib.a(one.o)", "lib.a(two.o)", "lib.a(three.o)", "f_one", "f_three"] {
        #expect(result.output.contains(name), "\(name)")
      }
      #expect(!result.output.contains("f_two"))
      try pvkit("code", thin).expectOneError(containing: "a thin archive")
      for packed in [lib, thin] {
        #expect(try Command.run(["xz", "-k", packed]).status == 0)
      }
      let unpacked = try pvkit("code", lib + ".xz")
      #expect(unpacked.status == 1 && unpacked.output.contains("f_three"), "\(unpacked)")
      try pvkit("code", thin + ".xz").expectOneError(containing: "a thin archive")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: lib))
      for count in [8, 20, 68, 200, bytes.count - 30] {
        let cut = "\(folder)/cut.a"
        try bytes.prefix(count).write(to: URL(fileURLWithPath: cut))
        let result = try pvkit("code", cut)
        #expect((0...3).contains(result.status), "\(count): \(result)")
      }
    }
  }

  /// Names in an archive's table may overlap: of a short file, any amount of them would be shown.
  @Test(arguments: [(4096, 1), (4097, 3)])
  func noMemberHasALongerNameThanAFile(length: Int, status: Int32) throws {
    try Places.withScratchFolder { folder in
      let made = try Command.run(["as", "-", "-o", folder + "/a.o"], input: Array("f: hlt\n".utf8))
      #expect(made.status == 0)
      let object = try Data(contentsOf: URL(fileURLWithPath: folder + "/a.o"))
      let names = Data(String(repeating: "x", count: length).utf8) + Data("/\n".utf8)
      func header(_ name: String, _ size: Int) -> Data {
        let fields = [(name, 16), ("0", 12), ("0", 6), ("0", 6), ("644", 8), ("\(size)", 10)]
        let padded = fields.map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
        return Data((padded.joined() + "`\n").utf8)
      }
      let even = [names, object].map { $0 + Data(repeating: 10, count: $0.count % 2) }
      let archive =
        Data("!<arch>\n".utf8) + header("//", even[0].count) + even[0]
        + header("/0", even[1].count) + even[1]
      try archive.write(to: URL(fileURLWithPath: folder + "/long.a"))
      let result = try pvkit("scan", folder + "/long.a")
      #expect(result.status == status, "\(result.errors.prefix(300))")
      if status == 3 {
        result.expectOneError(containing: "the name of the member here has more than 4096 bytes")
      }
    }
  }

  private func run(_ arguments: [String]) throws -> CommandResult {
    try Command.run([Places.pvkit, "code"] + arguments)
  }

  @Test func `a kernel that boots on Xen is 0`() throws {
    let result = try run([DebianImages.linuxCloud()])
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    #expect(result.output.contains("0 errors, 0 warnings"))
  }

  /// What is wrong and where, on a line each.
  @Test func aWrongCallHasItsPlaceOnTheNextLine() throws {
    try Places.withScratchFolder { folder in
      let object = "\(folder)/f.o"
      let source = "f: xor %edi,%edi; xor %esi,%esi; mov $1,%eax; syscall; ret\n"
      #expect(try Command.run(["as", "-", "-o", object], input: Array(source.utf8)).status == 0)
      let result = try pvkit("scan", object)
      let lines = result.output.split(separator: "\n")
      let place = try #require(lines.firstIndex { $0.contains("error: hypercall mmu_update") })
      #expect(lines[place].hasSuffix("in rcx)"), "\(lines[place])")
      #expect(lines[place + 1].hasPrefix("    f+0x"), "\(lines[place + 1])")
    }
  }

  /// Without sections nothing says that what nobody calls is code: it is no error, and it is reported that
  /// it may be one.
  @Test func mayBeAnErrorWithoutSections() throws {
    try Places.withScratchFolder { folder in
      let (object, kernel) = (folder + "/f.o", folder + "/kernel")
      let source = ".globl f; f: nop; ret\ng: int $0x82; vmcall; sysenter; ret\n"
      #expect(try Command.run(["as", "-", "-o", object], input: Array(source.utf8)).status == 0)
      #expect(try Command.run(["ld", "-e", "f", "-o", kernel, object]).status == 0)
      #expect(try run(["--setting", "pv", kernel]).output.contains("3 errors"))
      var bytes = try Data(contentsOf: URL(fileURLWithPath: kernel))
      bytes.replaceSubrange(0x28..<0x30, with: Data(count: 8))
      bytes.replaceSubrange(0x3c..<0x40, with: Data(count: 4))
      try bytes.write(to: URL(fileURLWithPath: kernel))
      let result = try run(["--setting", "pv", kernel])
      #expect(result.status == 0, "\(result)")
      #expect(
        result.output.contains("note: 3 instructions (int, sysenter, vmcall): an error in code"),
        "\(result.output)")
      #expect(result.output.contains("0 errors"))
      #expect(try run(["--setting", "pv", "--notes", kernel]).output.contains("cd 82"))
    }
  }

  /// As distributions pack them.
  @Test(arguments: [0, 1, 2]) func `packed modules are unpacked`(index: Int) throws {
    let codecs: [any PackingCodec.Type] = [Gzip.self, Xz.self, Zstd.self]
    let module = try GuestImage.open(path: DebianImages.linuxModule("xen-evtchn")).file.array
    let codec = codecs[index]
    let stream = codec.pack(module, level: codec.levels[0])
    let bytes = try #require(stream)
    try Places.withScratchFolder { folder in
      let packed = folder + "/module.ko.packed"
      try Data(bytes).write(to: URL(fileURLWithPath: packed))
      let result = try run([packed])
      #expect(result.status == 0, "\(result)")
      #expect(result.output.contains("0 errors, 0 warnings, 0 notes; 4 hypercalls"))
      try Data(bytes.dropLast(2000)).write(to: URL(fileURLWithPath: packed))
      try pvkit("code", packed).expectOneError(containing: "module.ko.packed")
    }
  }

  @Test func `what is found is 1, by class and function`() throws {
    let result = try run([try DebianImages.hvmloader()])
    #expect(result.status == 1)
    #expect(result.output.contains("error: hlt"))
    #expect(result.output.contains("SCHEDOP_block"))
  }

  @Test func `JSON has all sites`() throws {
    let result = try run(["--format", "json", try DebianImages.hvmloader()])
    #expect(result.status == 1)
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let report = try #require(json as? [String: Any])
    let classes = try #require(report["classes"] as? [[String: Any]])
    let names = classes.compactMap { $0["class"] as? String }
    #expect(names.contains("hlt") && names.contains("out"))
    #expect((report["counts"] as? [String: Int])?["error"] ?? 0 > 0)
  }

  @Test func `what is suppressed is told by its number, and what is stale is 1`() throws {
    let kernel = try DebianImages.linuxCloud()
    try Places.withScratchFolder { folder in
      let file = folder + "/right.txt"
      _ = try Command.run(["tee", file], input: Array("f cli because\n".utf8))
      let result = try run(["--suppress", file, kernel])
      #expect(result.status == 1)
      #expect(result.output.contains("stale: \(file):1: f cli matches nothing\n"))
    }
    #expect(try run(["--suppress", "/dev/null", kernel]).status == 3)
  }

  /// Of several kernels, an entry is stale that matches nothing in any of them in any of the releases; one
  /// release or several make no difference.
  @Test(arguments: ["4.17", "4.14,4.17"])
  func `stale entries of several kernels`(releases: String) throws {
    let kernels = [try DebianImages.linuxCloud(), try DebianImages.gnumach()]
    try Places.withScratchFolder { folder in
      let file = folder + "/right.txt"
      try Output.write("* popf it is right\nnobody cli it is right\n", to: file)
      for kernels in [kernels, kernels.reversed()] {
        let result = try run(["--xen", releases, "--suppress", file] + kernels)
        let stale =
          "pvkit: \(file):2: suppression of nobody cli matches nothing in any of these kernels; remove it\n"
        #expect(result.errors == stale, "\(result.errors)")
        #expect(result.status == 1 && !result.output.contains("suppression-stale"))
        #expect(result.output.hasSuffix("; 1 stale suppression\n"), "\(result.output)")
      }
      try Output.write("nobody cli it is right\n", to: file)
      let linux = [kernels[0], kernels[0]]
      #expect(try run(["--xen", releases, "--suppress", file] + linux).status == 1)
      #expect(
        try run(["--xen", releases, "--allow-stale", "--suppress", file] + linux).status == 0)
    }
  }

  @Test func `hypercalls are listed`() throws {
    let result = try run(["--calls", try DebianImages.linuxCloud()])
    #expect(result.status == 0)
    #expect(result.output.contains("event_channel_op"))
  }

  /// gnumach names its hypercall page only in the legacy string.
  @Test func `hypercalls by the legacy string are listed`() throws {
    let calls = try run(["--calls", try DebianImages.gnumach()]).output
    #expect(calls.contains("set_timer_op") && calls.contains("; 150 hypercalls\n"), "\(calls)")
    #expect(!calls.contains("no hypercall found"))
    try Places.withScratchFolder { folder in
      let object = folder + "/one.o"
      let made = try Command.run(["as", "-", "-o", object], input: Array("f: nop\n".utf8))
      #expect(made.status == 0)
      let none = try run(["--calls", object]).output
      #expect(none.contains("\n  no hypercall found: "), "\(none)")
      #expect(try !run([object]).output.contains("no hypercall found"))
    }
  }

  @Test(arguments: ["/nowhere", "/dev/null", "/etc/passwd"])
  func `what is no kernel is 3`(path: String) throws {
    let result = try run([path])
    #expect(result.status == 3)
    #expect(result.output.isEmpty)
    #expect(result.errors.split(separator: "\n").count == 1)
  }
}
