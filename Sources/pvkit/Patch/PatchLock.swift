// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import PatchEngine
import Reports

extension PatchCommand {
  /// Records what the entries match in a release, in a file of the kit.
  struct LockRelease: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lock",
      abstract: "Record in the kit what its entries find in a release.",
      discussion: """
        Writes releases/RELEASE.lock of the kit: how often each anchor occurs, a digest of each line \
        that an edit drops, and a digest of what each entry does to the release. It contains no kernel \
        text. From then on, `apply` refuses an edit that would drop other lines, and `status \
        --matrix` shows the entries that do something else to the release than when it was locked. \
        A change for another release does not affect a lock. Before you lock a release again, review \
        what `pvkit patch status` reports as new. A lock that was made in a tree with \
        other files is not replaced without --force: a release's files never change.

        Examples:
          pvkit patch lock --kit patches linux-2.6.18
          pvkit patch lock --kit patches linux-2.6.16 linux-2.6.17 linux-2.6.18

        Exit codes: 0 locked; 1 a tree has other files than its lock, and nothing was written; 2 usage error; 3 an entry does not fit, or the file could not be written.
        """)
    @Flag(help: "Replace locks that were made in trees with other files.") var force = false
    @OptionGroup var kit: KitOption
    @Argument(help: "Source trees of releases from kernel.org.", completion: .directory)
    var trees: [String]

    func run() throws {
      let kit = try kit.read()
      let locks = try trees.map { tree in
        try Workbench(kit: kit, tree: KernelTree(path: tree), holdsToLocks: false).releaseLock()
      }
      try checkFiles(locks, of: kit)
      for lock in locks {
        let file = kit.lockFile(lock.release)
        try kit.write(lock.text, to: file)
        Exit.hasDone("\(file) is written")
        print(lines: ["\(file): \(lock.summary)"])
      }
      for path in try kit.unlicensed() {
        complain(
          "pvkit: note: \(kit.directory)/\(path): has no line SPDX-License-Identifier: GPL-2.0-only, "
            + "the license of the kernel that it goes into")
      }
    }

    /// Checks that each tree has the files with which its release was locked, in the kit or by an
    /// earlier tree on the command line.
    ///
    /// - Throws: `ExitStatus.findings` if one has other files.
    private func checkFiles(_ locks: [Lock], of kit: Kit) throws {
      var differs = false
      for (index, lock) in locks.enumerated() where !force {
        // A damaged lock is ignored, since it is to be rewritten.
        let before =
          locks[..<index].last { $0.release == lock.release }
          ?? (try? kit.lock(of: lock.release)) ?? lock
        let files = lock.files(otherThanIn: before)
        guard let first = files.first else { continue }
        differs = true
        let more = files.count == 1 ? "" : " and \(files.count - 1) more"
        complain(
          "pvkit: \(trees[index]): has other files than the tree in which Linux \(lock.release) was "
            + "locked, but a release's files never change: \(first)\(more); take the release from "
            + "kernel.org, or replace \(kit.lockFile(lock.release)) with --force")
      }
      if differs { throw ExitStatus.findings }
    }
  }
}
