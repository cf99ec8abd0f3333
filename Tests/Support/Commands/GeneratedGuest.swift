// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import Synchronization

/// A guest that `pvkit generate guest` makes, built by a C compiler without a warning.
///
/// Each is made once in a run of the tests, whoever asks for it, and removed at the end.
public struct GeneratedGuest: Sendable, Hashable {
  /// Options of `pvkit generate guest`, as `GuestKind` prints them.
  let kind: String
  let release: String
  /// Whether it enters Xen directly rather than through the hypercall page.
  let direct: Bool
  let compiler: String
  let level: String

  public init(
    _ kind: String = "--arch x86_64 --mode pv", for release: String = "4.17", direct: Bool = false,
    compiler: String = "gcc", level: String = "-O1"
  ) {
    (self.kind, self.release, self.direct) = (kind, release, direct)
    (self.compiler, self.level) = (compiler, level)
  }

  /// The path of the built guest, for reading only.
  public func image() throws -> String { try tree() + "/guest.elf" }

  /// Calls `body` with a copy of the built tree. After a change, `make` in it builds only what that
  /// concerns.
  public func withCopy<R>(_ body: (String) throws -> R) throws -> R {
    try Places.withScratchFolder { folder in
      try Self.run(["cp", "-a", tree(), folder + "/guest"])
      return try body(folder + "/guest")
    }
  }

  /// Builds a changed copy. What a test changes may deserve a warning.
  ///
  /// - Returns: the path of the guest.
  public func rebuilt(_ tree: String) throws -> String {
    let result = try Command.run(["make", "-s", "-C", tree, "CC=\(compiler)", "CFLAGS=\(level)"])
    guard result.status == 0 else { throw Missing(what: "a guest that builds: \(result.errors)") }
    return tree + "/guest.elf"
  }

  private static let folder = "/tmp/pvkit-test.guests-\(getpid())"
  private static let trees = Mutex<[GeneratedGuest: OneTree]>([:])

  private func tree() throws -> String {
    let one = Self.trees.withLock { trees in
      if let one = trees[self] { return one }
      if trees.isEmpty { Self.removeAtExit() }
      let one = OneTree(path: "\(Self.folder)/\(trees.count)")
      trees[self] = one
      return one
    }
    return try one.made(by: make).get()
  }

  private func make(_ path: String) throws {
    try Self.run(["mkdir", "-p", Self.folder])
    let entry = direct ? ["--entry", "direct"] : []
    let kind = kind.split(separator: " ").map(String.init)
    try Self.run(
      [Places.pvkit, "generate", "guest"] + kind + ["--xen", release] + entry + [path])
    try Self.run(
      ["make", "-s", "-C", path, "-f", "-", "CC=\(compiler)", "CFLAGS=\(level) -Werror"],
      input: Self.makefile)
    // It would be out of date after a change of a header in a copy.
    try Self.run(["rm", path + "/guest.h.gch"])
  }

  /// The guest's own Makefile, but guest.h, which includes the whole interface, is compiled once
  /// rather than for each file. The guest is the same, byte for byte, in half of the time. gcc finds
  /// such a header where a file includes it first; clang takes it only if it is named.
  private static let makefile = """
    include Makefile
    c_objects = $(patsubst %.c,%.o,$(wildcard *.c))
    guest.h.gch: $(headers)
    \t$(CC) $(guest_cflags) $(CFLAGS) -x c-header -o $@ guest.h
    $(c_objects): guest.h.gch
    ifneq ($(findstring clang,$(CC)),)
    $(c_objects): private guest_cflags += -include guest.h
    endif

    """

  private static func removeAtExit() {
    atexit { _ = try? Command.run(["rm", "-rf", "/tmp/pvkit-test.guests-\(getpid())"]) }
  }

  /// Runs a command that has to succeed without a word.
  private static func run(_ command: [String], input: String = "") throws {
    let result = try Command.run(command, input: Array(input.utf8))
    guard result.status == 0, result.errors.isEmpty else {
      throw Missing(what: "\(command.joined(separator: " ")): \(result.errors)")
    }
  }
}

/// A tree that the first who asks for it makes, and the others wait for.
private final class OneTree: Sendable {
  private let path: String
  private let result = Mutex<Result<String, any Error>?>(nil)

  init(path: String) { self.path = path }

  func made(by make: (String) throws -> Void) -> Result<String, any Error> {
    result.withLock { known in
      let result = known ?? Result { try make(path) }.map { path }
      known = result
      return result
    }
  }
}
