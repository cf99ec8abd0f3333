// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Keeps other runs out of a tree while one changes it; it ends with the process.
final class TreeLock {
  private let folder: Int32

  init(_ tree: KernelTree) throws(PatchError) {
    folder = open(tree.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .system(tree.path) }
    guard flock(folder, LOCK_EX | LOCK_NB) == 0 else {
      close(folder)
      throw PatchError(tree.path, "another run of pvkit is at work here", cure: "wait for its end")
    }
  }

  /// Unlocked by name: a process that is just being started may share the descriptor.
  deinit {
    flock(folder, LOCK_UN)
    close(folder)
  }
}
