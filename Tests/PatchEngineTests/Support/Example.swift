// SPDX-License-Identifier: Apache-2.0

/// A kit and a tree in which everything occurs: edits of one file by several entries, of a file
/// without a newline at its end, of bytes that are no UTF-8, new files in new folders, a generated
/// one.
enum Example {
  static let tree = [
    "kernel/a.c": "/* a */\n#include <x.h>\n\nint one(void)\n{\n\treturn 1;\n}\n\nint two;\n",
    "kernel/end.c": "int last;",
    "init/Kconfig": "config A\n\tbool\n",
    "arch/Makefile": "obj-y := a.o\n",
  ]

  static let kit = [
    "one/0100-edits/entry": Scene.entry(
      """
      edit kernel/a.c
      find: #include <x.h>
      after: #include <y.h>
      find: int one(void)
      through line: }
      wrap CONFIG_XEN:

      edit kernel/end.c
      append: int more;
      """),
    "one/0110-files/entry": Scene.entry(
      "new include/xen/deep/a.h\nnew include/xen/b.h from b-old.h until 2.6.18"),
    "one/0110-files/files/include/xen/deep/a.h": "/* a */\n",
    "one/0110-files/files/b-old.h": "/* b, without an end */",
    "two/1000-more/entry": Scene.entry(
      """
      edit kernel/a.c
      find: #include <x.h>
      after: #include <z.h>
      find: int two;
      delete

      edit init/Kconfig
      find: config A
      before:
      <<<
      config XEN
      \tbool "guest"

      >>>

      edit arch/Makefile
      find: a.o
      wrap CONFIG_XEN: obj-y := a.o xen.o

      generate notes arch/notes.S
      """),
    "two/1010-later/entry": Scene.entry(
      "edit kernel/a.c\nfind: int two;\nbefore: int three;", header: "Since: 2.6.19"),
  ]

  static func with(_ body: (Scene) throws -> Void) throws {
    try Scene.with(tree: tree, kit: kit, body)
  }
}
