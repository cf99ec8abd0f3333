// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// Disks that are full, and file systems that are mounted in a tree, in a mount namespace.
@Suite struct MountedTests {
  /// Runs a script in a directory where a file system of `size` is mounted at `disk`.
  private func mounted(_ size: String, _ script: String) throws -> CommandResult {
    try Places.withScratchFolder { folder in
      let mount = "cd \(folder) && mkdir disk && mount -t tmpfs -o size=\(size) tmpfs disk && "
      // Who is not root is root of a name space of their own.
      let options = Writer.isRoot ? "-m" : "-rm"
      let result = try Command.run(
        ["unshare", options, "sh", "-c", mount + script],
        environment: ["P": Places.pvkit])
      return result
    }
  }

  private static let list = "find . -printf '%p %m %U\\n' -type f -exec cksum {} + | sort"

  /// Each writer, on disks that are full earlier and later: all is as before, or as asked.
  @Test(arguments: Writer.all) func aFullDiskChangesNothing(_ writer: Writer) throws {
    try Places.withScratchFolder { folder in
      try writer.prepare(folder + "/work")
      let command = writer.command("disk/work").map { "'\($0)'" }.joined(separator: " ")
      var ends: Set<String> = []
      for free in [0, 4, 16, 64, 256, 1024] {
        let script = """
          cp -a \(folder)/work disk/ 2>/dev/null || mkdir -p disk/work
          (cd disk && \(Self.list)) > before
          left=$(df --output=avail -k disk | tail -1)
          head -c $(((left - \(free)) * 1024)) /dev/zero > disk/.filler
          \(command) >/dev/null 2>errors; status=$?
          rm disk/.filler
          (cd disk && \(Self.list)) > after
          case $status in
          \(writer.status)) echo done ;;
          3) cmp before after && echo refused ;;
          *) echo "status $status" ;;
          esac
          cat errors >&2
          """
        let result = try mounted("8m", script)
        let end = result.output.trimmingCharacters(in: .newlines)
        #expect(["done", "refused"].contains(end), "\(free) KiB: \(end) \(result.errors)")
        ends.insert(end)
      }
      #expect(ends.contains("refused") && ends.contains("done"), "\(ends)")
    }
  }

  @Test func aFileSystemInTheTreeIsNotTouched() throws {
    let result = try mounted(
      "1m",
      """
      mkdir t && mkdir t/io && mount --bind disk t/io && echo mine > t/io/mine && echo mine > t/zzz
      $P generate headers --only sched --tree t --force || exit 1
      [ "$(cat t/io/mine t/zzz)" = "$(printf 'mine\\nmine')" ] || exit 2
      $P generate headers --only blkif --tree t --force; [ $? = 3 ] || exit 3
      [ "$(ls t/io)" = mine ] && [ -e t/sched.h ] && ! [ -e t/.pvkit-work ]
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.errors.contains("t/io: is on a different file system"))
  }

  /// The directory itself may be one.
  @Test func aMountPointIsFilled() throws {
    let result = try mounted(
      "1m", "$P generate headers --only sched --tree disk && cat disk/sched.h")
    #expect(result.status == 0, "\(result.errors)")
  }

  /// A file system that is read-only, and a directory that is not ours.
  @Test func whatCannotBeWrittenSaysSo() throws {
    let result = try mounted(
      "1m",
      """
      echo mine > disk/old; mkdir disk/t; mount -o remount,ro disk
      $P generate headers --only sched -o disk/new; echo $?
      $P generate headers --only sched -o disk/old; echo $?
      $P generate headers --only sched --tree disk/t; echo $?
      $P generate headers --only sched --tree disk/none/t; echo $?
      ls -A disk disk/t; cat disk/old
      """)
    #expect(result.output == "3\n3\n3\n3\ndisk:\nold\nt\n\ndisk/t:\nmine\n")
    #expect(
      result.errors.split(separator: "\n").allSatisfy { $0.contains("Read-only file system") })
  }
}
