// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import TestGuests
import Testing

/// No command overwrites a file that it reads, whatever name it has.
@Suite struct InputFilesTests {
  /// Runs a command in a directory in which `link.svg` and `hard.svg` lead to the guest `a.elf`.
  private static func run(_ command: String, in folder: String) throws -> CommandResult {
    let script = """
      cd "$1"; pvkit=$2
      ln -s a.elf link.svg; ln a.elf hard.svg; echo initrd > i.svg; echo disk > d.svg; echo '* popf x' > s.svg
      cp -r . "$1.old"
      \(command); status=$?
      diff -r . "$1.old" >&2 || status=99
      rm -r "$1.old"; exit $status
      """
    return try Command.run(["sh", "-c", script, "sh", folder, Places.pvkit])
  }

  @Test(arguments: [
    ("map --format svg a.elf -o a.elf", "--output: a.elf is the image itself"),
    ("map a.elf -o link.svg", "--output: link.svg is the image itself"),
    ("map a.elf -o ./hard.svg", "--output: ./hard.svg is the image itself"),
    ("map - -o link.svg < a.elf", "--output: link.svg is the image itself"),
    ("map --suppress s.svg a.elf -o s.svg", "--output: s.svg is a suppression file"),
    ("run --map link.svg a.elf", "--map: link.svg is the image itself"),
    ("run --map i.svg --initrd i.svg a.elf", "--map: i.svg is the initial ramdisk"),
    (
      "run --role domU --map d.svg --disk d.svg,ro a.elf",
      "--map: d.svg is a disk of the guest"
    ),
    ("boot --log a.elf a.elf", "--log: a.elf is the image itself"),
    ("boot --log i.svg --initrd i.svg a.elf", "--log: i.svg is the initial ramdisk"),
    ("boot --log link.svg --hypervisor a.elf d.svg", "--log: link.svg is the hypervisor"),
    ("boot --role domU --log d.svg --disk d.svg a.elf", "--log: d.svg is a disk of the guest"),
    ("abi snapshot a.elf -o a.elf", "--output: a.elf is the image itself"),
    ("abi snapshot --base hard.svg d.svg -o a.elf", "--output: a.elf is the kernel of the module"),
    ("generate notes s.svg -o ./s.svg", "--output: ./s.svg is the description"),
    ("check --fix -o s.svg --suppress s.svg a.elf", "--output: s.svg is a suppression file"),
    ("check --fix -o i.svg --baseline i.svg a.elf", "--output: i.svg is the baseline"),
    ("check --fix -o a.elf a.elf", "--output: a.elf is the image itself"),
    ("unpack - -o a.elf < a.elf", "--output: a.elf is the image itself"),
    ("notes set link.svg GUEST_OS=x -o a.elf", "--output: a.elf is the image itself"),
    ("report merge i.svg d.svg -o d.svg", "--output: d.svg is one of the reports to join"),
  ]) func isNotOverwritten(command: String, words: String) throws {
    try Places.withScratchFolder { folder in
      try Output.write(TestGuest().build().bytes, to: folder + "/a.elf")
      let result = try Self.run("\"$pvkit\" \(command)", in: folder)
      #expect(result.status == 2 && result.output.isEmpty, "\(result)")
      #expect(
        result.errors.contains(words + ", which is never overwritten"), "\(result.errors)")
    }
  }

  /// A device keeps nothing that could be lost, and what exists beside the inputs is replaced.
  @Test(arguments: ["-o /dev/null a.elf", "-o d.svg a.elf", "-o /dev/null - < a.elf"])
  func othersAre(command: String) throws {
    try Places.withScratchFolder { folder in
      try Output.write(TestGuest().build().bytes, to: folder + "/a.elf")
      let result = try Self.run("\"$pvkit\" map --format svg \(command)", in: folder)
      #expect(result.status == (command.contains("d.svg") ? 99 : 0), "\(result)")
    }
  }
}
