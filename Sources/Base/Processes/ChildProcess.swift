// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A program that runs beside this process.
///
/// It is stopped when the object goes, unless somebody waited for its end.
public final class ChildProcess {
  /// What the program shares with this process.
  public enum Ties: Sendable {
    /// Nothing: it is in a process group of its own, so that Ctrl-C reaches this process alone, which
    /// says what happened. Signals do with it what they do by default, and it is killed when this
    /// process dies of something that it cannot catch (PR_SET_PDEATHSIG, which setpriv of
    /// util-linux sets).
    case own
    /// The process group and what signals do: Ctrl-C ends both.
    case shared
  }

  public let id: pid_t
  /// How it ended: the exit code, or 128 + the number of the signal that ended it; nil while nobody
  /// has seen it end.
  public private(set) var status: Int32?
  /// What it and those that it waited for took of the machine; zero until `status` is known.
  public private(set) var usage = rusage()
  private let ties: Ties
  /// The status of a program of which nobody can say how it ended.
  private static let unknown: Int32 = 255

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - command: its name, found by PATH, and its arguments.
  ///   - files: its descriptors, by number, and ours that they are copies of. Without one for 0, its
  ///     standard input is empty; standard output and error are ours if they are not named. Ours
  ///     stay open.
  ///   - variables: set in its environment, beside what is in ours.
  ///   - directory: where it runs; nil for where we do.
  public init(
    _ command: [String], files: [Int32: Int32] = [:], variables: [String: String] = [:],
    in directory: String? = nil, ties: Ties = .own
  ) throws(SpawnError) {
    self.ties = ties
    let command = ties == .own ? ["setpriv", "--pdeathsig", "KILL"] + command : command
    let copies = try DescriptorCopies(of: files, for: command[0])
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if files[STDIN_FILENO] == nil {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    for (number, copy) in copies.numbers {
      posix_spawn_file_actions_adddup2(&actions, copy, number)
    }
    if let directory {
      _ = FileName.with(directory) { posix_spawn_file_actions_addchdir_np(&actions, $0) }
    }
    var attributes = Self.attributes(ties)
    defer { posix_spawnattr_destroy(&attributes) }
    id = try Self.spawn(command, &actions, &attributes, variables)
  }

  deinit { stop() }

  /// Whether it is still there; afterwards `status` holds how it ended.
  public func isRunning() -> Bool { status == nil && !collect(WNOHANG) }

  /// Kills it, and all that is in its process group where that is its own, and waits for its end: no
  /// zombie stays.
  public func stop() {
    guard status == nil else { return }
    kill(ties == .own ? -id : id, SIGKILL)
    wait()
  }

  /// Waits for its end.
  ///
  /// - Returns: `status`.
  @discardableResult
  public func wait() -> Int32 {
    while status == nil { _ = collect(0) }
    return status ?? 0
  }

  /// - Returns: whether its end was seen.
  private func collect(_ options: Int32) -> Bool {
    var raw: Int32 = 0
    let found = wait4(id, &raw, options, &usage)
    // Where somebody ignores SIGCHLD, the system forgets how children ended (ECHILD).
    if found < 0, errno != EINTR { status = Self.unknown }
    guard found == id else { return status != nil }
    status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
    return true
  }
}

/// A program could not be started.
public struct SpawnError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Its name, as it was asked for.
  public let program: String
  /// The system's reason.
  public let reason: Errno

  public var description: String { "cannot run \(program): \(reason)".printable }
}

extension ChildProcess {
  private static func attributes(_ ties: Ties) -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    guard ties == .own else { return attributes }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return attributes
  }

  private static func spawn(
    _ command: [String], _ actions: inout posix_spawn_file_actions_t,
    _ attributes: inout posix_spawnattr_t, _ variables: [String: String]
  ) throws(SpawnError) -> pid_t {
    var arguments = command.map(FileName.argument) + [nil]
    let added = variables.map { FileName.argument("\($0.key)=\($0.value)") }
    defer { for string in arguments + added { free(string) } }
    var environment = inherited(without: Array(variables.keys)) + added + [nil]
    // Whoever started this process may have it ignored: then there would be no status to wait for.
    signal(SIGCHLD, SIG_DFL)
    var child: pid_t = 0
    let failure = posix_spawnp(
      &child, command[0], &actions, &attributes, &arguments, &environment)
    guard failure == 0 else {
      throw SpawnError(program: command[0], reason: Errno(rawValue: failure))
    }
    return child
  }

  private static func inherited(without names: [String]) -> [UnsafeMutablePointer<CChar>?] {
    var variables: [UnsafeMutablePointer<CChar>?] = []
    var next = environ
    while let variable = next.pointee {
      if !names.contains(where: { strncmp(variable, $0 + "=", $0.utf8.count + 1) == 0 }) {
        variables.append(variable)
      }
      next += 1
    }
    return variables
  }
}

/// Copies of descriptors above the numbers that a program gets, so that none is overwritten by
/// another before it has its place. They close with the object.
private final class DescriptorCopies {
  private(set) var numbers: [(number: Int32, copy: Int32)] = []

  init(of files: [Int32: Int32], for program: String) throws(SpawnError) {
    let free = (files.keys.max() ?? 0) + 1
    for (number, file) in files.sorted(by: { $0.key < $1.key }) {
      let copy = fcntl(file, F_DUPFD_CLOEXEC, free)
      guard copy >= 0 else { throw SpawnError(program: program, reason: .last) }
      numbers.append((number, copy))
    }
  }

  deinit { for (_, copy) in numbers { close(copy) } }
}
