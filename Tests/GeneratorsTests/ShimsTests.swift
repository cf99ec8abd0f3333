// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import HypervisorABI
import Testing

/// The shims, run in a process whose hypercall page records instead of calling Xen.
@Suite struct ShimsTests {
  static let calls = Hypercall.all.filter {
    $0.span.contains(.standard) && $0.handlers.pv64 != .none && $0.name != "iret"
  }

  @Test(arguments: Compiler.allCases, ["-O0", "-O1", "-O2", "-O3"])
  func putArgumentsIntoTheirRegisters(compiler: Compiler, level: String) throws {
    try Places.withScratchFolder { folder in
      let lines = try record(with: compiler, level, in: folder)
      #expect(lines == Self.calls.map(expectation))
    }
  }

  @Test func coverEveryCallOfAGuest() {
    let text = Generate.shims().text
    #expect(Self.calls.count > 35)
    for call in Self.calls { #expect(text.contains("HYPERVISOR_\(call.name)(")) }
    #expect(!text.contains("HYPERVISOR_tmem_op("))
  }

  /// Number, then as many registers as the call has arguments.
  private func expectation(_ call: Hypercall) -> String {
    ([call.number] + call.arguments.indices.map { $0 + 1 }).map(String.init)
      .joined(separator: " ")
  }

  private func record(with compiler: Compiler, _ level: String, in folder: String) throws
    -> [String]
  {
    let files =
      [Generate.header(), Generate.shims()] + [
        GeneratedFile(path: "page.S", text: recordingPage),
        GeneratedFile(path: "main.c", text: program),
      ]
    let tree = folder + "/shims"
    try TreeWriter(directory: tree).write(files)
    let build = try Command.run(
      [
        compiler.rawValue, level, "-std=gnu99", "-Wall", "-Wextra", "-Werror", "-static",
        "-mno-red-zone", "-fno-pie", "-o", tree + "/record", tree + "/main.c", tree + "/page.S",
      ])
    try #require(build.status == 0, "\(build.errors)")
    let run = try Command.run([tree + "/record"])
    return run.output.split(separator: "\n").map(String.init)
  }

  /// Calls each shim with 1, 2, 3 … and prints what arrived.
  private var program: String {
    let calls = Self.calls.map { call in
      let values = call.arguments.enumerated().map { "(\($1.type))\($0 + 1)" }
      return "\tshow(HYPERVISOR_\(call.name)(\(values.joined(separator: ", "))), "
        + "\(call.arguments.count));\n"
    }
    return """
      #include <stdio.h>
      #include "hypercall.h"
      extern unsigned long arrived[5];
      static void show(long result, int count) {
      \tint i;
      \tprintf("%ld", result);
      \tfor (i = 0; i < count; i++)
      \t\tprintf(" %lu", arrived[i]);
      \tprintf("\\n");
      }
      int main(void) {
      \(calls.joined())\treturn 0;
      }
      """
  }

  /// Stubs that give their number as the result and, as a debug hypervisor does, spoil the
  /// argument registers.
  private var recordingPage: String {
    let stubs = (0..<HypercallPage.entryCount).map {
      "\t.balign \(HypercallPage.entrySize)\n\tmovl $\($0), %eax\n\tjmp record\n"
    }
    let registers = CallingConvention.x86_64.arguments
    let saves = registers.enumerated().map { "\tmovq %\($1), arrived + 8 * \($0)\n" }
    let spoils = registers.map { "\tmovq $-1, %\($0)\n" }
    return """
      \t.section .text
      \t.globl hypercall_page
      \t.balign \(HypercallPage.size)
      hypercall_page:
      \(stubs.joined())record:
      \(saves.joined())\(spoils.joined())\tret
      \t.bss
      \t.globl arrived
      arrived:\t.skip 40
      \t.section .note.GNU-stack, "", @progbits

      """
  }
}
