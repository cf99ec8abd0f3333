// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import PatchEngine
import Reports

extension PatchCommand {
  /// What the entries find in a release, as a file of the kit.
  struct LockRelease: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lock",
      abstract: "Record in the kit what its entries find in a release.",
      discussion: """
        Writes releases/RELEASE.lock of the kit: how often each anchor occurs, a digest of each line \
        that an edit drops, and a digest of what each entry does to the release. It contains no kernel \
        text. From then on, `apply` refuses an edit that would drop other lines, and `status \
        --matrix` shows the entries that do something else to the release than when it was locked. \
        A change for another release does not affect a lock. Look at what an older lock says is new \
        (`pvkit patch status`) before you lock a release again.

        Examples:
          pvkit patch lock --kit patches linux-2.6.18
          pvkit patch lock --kit patches linux-2.6.16 linux-2.6.17 linux-2.6.18

        Exit codes: 0 locked; 2 usage error; 3 an entry does not fit, or the file could not be written.
        """)
    @OptionGroup var kit: KitOption
    @Argument(help: "Source trees of releases from kernel.org.", completion: .directory)
    var trees: [String]

    func run() throws {
      let kit = try kit.read()
      for tree in trees {
        let bench = try Workbench(kit: kit, tree: KernelTree(path: tree), holdsToLocks: false)
        let lock = try bench.releaseLock()
        let file = kit.lockFile(lock.release)
        // None where one of them is damaged: it is to be made anew.
        let before = (try? kit.locks())?.first { $0.release == lock.release }
        try kit.write(lock.text, to: file)
        Exit.hasDone("\(file) is written")
        print(file)
        if let note = before.flatMap(lock.note) {
          complain("pvkit: note: \(tree): \(note.short)".printable)
        }
      }
    }
  }
}
