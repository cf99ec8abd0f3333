// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc

/// An object whose structures of Xen's differ from Xen's in each of four ways.
enum WrongObject {
  static let kinds = ["swapped", "resized", "retyped", "moved"]

  private static let source = """
    struct mmu_update { unsigned long val, ptr; } swapped;
    struct evtchn_send { unsigned short port; } resized;
    struct multicall_entry { unsigned long op; long result; double args[6]; } retyped;
    struct sched_poll { void *ports; unsigned int nr_ports; unsigned int timeout; } moved;
    """

  /// Its path; compiled once, and removed at the end.
  static func path() throws -> String { try built.get() }

  private static let built = Result<String, any Error> {
    let path = "/tmp/pvkit-test.wrong-\(getpid()).o"
    atexit { unlink("/tmp/pvkit-test.wrong-\(getpid()).o") }
    let made = try Command.run(
      ["gcc", "-g", "-x", "c", "-c", "-o", path, "-"], input: Array(source.utf8))
    guard made.status == 0 else { throw Missing(what: made.errors) }
    return path
  }
}
