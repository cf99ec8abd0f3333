// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// A program that runs beside us, and never longer than we do.
///
/// It is killed by its id when the object goes, and by the kernel when this process dies of
/// something that it cannot catch (PR_SET_PDEATHSIG, which setpriv of util-linux sets).
package final class ChildProcess {
  /// Descriptors from here on are not among those that a child is given, which would overwrite them.
  package static let firstFree: Int32 = 64

  let id: pid_t
  package private(set) var status: Int32?

  /// Starts `command`, found by PATH. `files[n]` becomes the child's descriptor n + 1; its
  /// standard input is empty. The caller's copies stay open and are the caller's to close.
  ///
  /// - Parameter folder: the child's working directory; nil for ours.
  package init(
    _ command: [String], files: [Int32], in folder: String? = nil
  ) throws(LabError) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for (index, file) in files.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, file, Int32(index) + 1)
    }
    let place = folder.map { ["env", "--chdir", $0] } ?? []
    let guarded = ["setpriv", "--pdeathsig", "KILL"] + place + command
    var arguments: [UnsafeMutablePointer<CChar>?] = guarded.map(FileName.argument) + [nil]
    defer { for argument in arguments { free(argument) } }
    var attributes = Self.attributes()
    defer { posix_spawnattr_destroy(&attributes) }
    var child: pid_t = 0
    let failure = posix_spawnp(&child, guarded[0], &actions, &attributes, &arguments, environ)
    guard failure == 0 else { throw .system("cannot run \(guarded[0])", failure) }
    id = child
  }

  deinit { stop() }

  /// Whether it is still there; afterwards `status` holds how it ended.
  package func isRunning() -> Bool {
    guard status == nil else { return false }
    var raw: Int32 = 0
    guard waitpid(id, &raw, WNOHANG) == id else { return true }
    status = Self.code(raw)
    return false
  }

  /// Ends it and all that it started in its process group at once, and waits for that: no zombie
  /// stays.
  package func stop() {
    guard status == nil else { return }
    kill(-id, SIGKILL)
    _ = wait()
  }

  /// Waits for its end: the exit code, or 128 + the number of the signal that ended it.
  package func wait() -> Int32 {
    if let status { return status }
    var raw: Int32 = 0
    while waitpid(id, &raw, 0) < 0 && errno == EINTR {}
    status = Self.code(raw)
    return Self.code(raw)
  }

  private static func code(_ raw: Int32) -> Int32 {
    raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
  }

  /// A process group of its own, so that Ctrl-C reaches us alone and we say what happened; and
  /// the default answer to every signal.
  private static func attributes() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return attributes
  }
}
