// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import PatchEngine

/// What fits, and is most probably not what was meant, is named.
@Suite struct DoubtfulTests {
  private func said(
    _ one: String, _ other: String, tree: String = OverlapTests.file,
    _ architectures: [Architecture] = [.x86_64]
  ) throws -> [String] {
    let kit = [
      "one/0100-a/entry": Scene.entry("edit a.c\n" + one),
      "one/0110-b/entry": Scene.entry("edit a.c\n" + other),
    ]
    var said: [String] = []
    try Scene.with(tree: ["a.c": tree], kit: kit) { scene in
      let status = try scene.bench(architectures).status(nil)
      #expect(status.refusals.isEmpty)
      said = status.said
    }
    return said
  }

  private static let wrap = "find: int two;\nthrough: four;\nwrap CONFIG_XEN: int first;"
  private static let dead =
    "text that no kernel contains, because it is in lines that another edit excludes for the same "
    + "symbol: a.c: one/0110-b, line 7"

  @Test(arguments: [
    wrap.replacing("first", with: "second"), "find: int three;\nwrap CONFIG_XEN: int other;",
    "find: int three;\nafter if CONFIG_XEN: int other;",
    "find: int three;\nbefore if CONFIG_XEN: int other;",
    "find: int two;\nafter if CONFIG_XEN: int other;",
  ]) func textThatNoKernelGetsIsNamed(_ edit: String) throws {
    #expect(try said(Self.wrap, edit) == [Self.dead])
  }

  @Test(arguments: [
    "find: int three;\nwrap CONFIG_YEN: int other;", "find: int three;\nwrap CONFIG_XEN:",
    "find: int two;\nbefore if CONFIG_XEN: int other;",
    "find: int four;\nafter if CONFIG_XEN: int other;", "find: int five;\nwrap CONFIG_XEN: int o;",
    "find: int three;\nafter: int other;", "find: three\nreplace: another",
  ]) func whatAKernelGetsIsNot(_ edit: String) throws {
    #expect(try said(Self.wrap, edit).isEmpty)
  }

  /// Of a tree that would be built for both, one file holds what each of them gets.
  @Test func editsOfASharedFileAreNamed() throws {
    let choice = """
      either on x86_64:
      find: int one;
      after if CONFIG_XEN: int of_x86_64;
      or on i386:
      find: int two;
      after if CONFIG_XEN: int of_i386;
      end
      """
    let plain = "find: int five;\nafter: int for_both;"
    let says =
      "the tree is for x86_64 and i386, and both get edits of a shared file that are meant for one of them (on ARCHITECTURE): a.c: one/0100-a, line 8, a.c: one/0100-a, line 11; choose one with --arch, or make them depend on a symbol of the architecture"
    #expect(try said(choice, plain, [.x86_64, .i386]) == [says])
    #expect(try said(choice, plain, [.x86_64]).isEmpty)
    let section = "edit a.c on i386\nfind: int one;\nafter: int of_i386;"
    let kit = ["one/0100-a/entry": Scene.entry(section)]
    try Scene.with(tree: ["a.c": OverlapTests.file], kit: kit) { scene throws -> Void in
      #expect(try scene.bench([.x86_64, .i386]).status(nil).said.count == 1)
      #expect(try scene.bench([.i386]).status(nil).said.isEmpty)
    }
  }

  /// A file of each is no file of both.
  @Test func editsOfAnOwnFileAreNot() throws {
    let section = "edit {asm}/b.h\neither on i386:\nfind: x\nafter: y\nor on x86_64:\nnothing\nend"
    let kit = ["one/0100-a/entry": Scene.entry(section)]
    let tree = ["include/asm-i386/b.h": "x\n", "include/asm-x86_64/b.h": "x\n"]
    try Scene.with(tree: tree, kit: kit) { scene throws -> Void in
      #expect(try scene.bench([.x86_64, .i386]).status(nil).said.isEmpty)
    }
  }
}
