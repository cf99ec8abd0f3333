// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A program that runs as a child of this process.
///
/// When the object is released, the program is killed, unless its end was awaited before.
public final class ChildProcess {
  /// Whether the program shares the process group and the signal actions of this process.
  public enum ProcessGroup: Sendable {
    /// Not shared. The program has its own process group, so that Ctrl-C reaches this process only,
    /// which then reports what happened. Signals have their default action in the program. It is
    /// killed when this process dies, even by a signal that cannot be caught (PR_SET_PDEATHSIG, set
    /// by setpriv of util-linux).
    case own
    /// Shared: Ctrl-C ends both.
    case shared
  }

  /// The process ID.
  public let id: pid_t
  /// The exit code, or 128 + the number of the signal that ended the program; nil until its end is
  /// observed.
  public private(set) var status: Int32?
  /// The resources that the program, and the children it waited for, used; zero until `status` is
  /// set.
  public private(set) var usage = rusage()
  private let group: ProcessGroup
  /// The status of a program whose exit status was lost.
  private static let unknown: Int32 = 255

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - command: the program's name, found in PATH, and its arguments.
  ///   - files: descriptors of this process, by their number in the program. Without an entry for
  ///     0, standard input is /dev/null; standard output and error are inherited without an entry.
  ///     The descriptors of this process stay open.
  ///   - variables: environment variables to set, in addition to those of this process.
  ///   - directory: the working directory; nil for that of this process.
  ///   - group: whether the process group and signal actions are shared.
  /// - Throws: `SpawnError` if the program cannot be started.
  public init(
    _ command: [String], files: [Int32: Int32] = [:], variables: [String: String] = [:],
    in directory: String? = nil, group: ProcessGroup = .own
  ) throws(SpawnError) {
    self.group = group
    let command = group == .own ? ["setpriv", "--pdeathsig", "KILL"] + command : command
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
    var attributes = Self.attributes(group)
    defer { posix_spawnattr_destroy(&attributes) }
    id = try Self.spawn(command, &actions, &attributes, variables)
  }

  deinit { stop() }

  /// Whether the program is still running; if not, `status` is set.
  public func isRunning() -> Bool { status == nil && !collect(WNOHANG) }

  /// Kills the program, and its whole process group if that is its own, and waits for its end, so
  /// that no zombie is left.
  public func stop() {
    guard status == nil else { return }
    kill(group == .own ? -id : id, SIGKILL)
    wait()
  }

  /// Waits until the program ends.
  ///
  /// - Returns: `status`.
  @discardableResult
  public func wait() -> Int32 {
    while status == nil { _ = collect(0) }
    return status ?? 0
  }

  /// Calls wait4(2) once.
  ///
  /// - Returns: whether the end was observed.
  private func collect(_ options: Int32) -> Bool {
    var raw: Int32 = 0
    let found = wait4(id, &raw, options, &usage)
    // If SIGCHLD is ignored, the kernel discards exit statuses, and wait4() fails with ECHILD.
    if found < 0, errno != EINTR { status = Self.unknown }
    guard found == id else { return status != nil }
    status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
    return true
  }
}

/// A program could not be started.
public struct SpawnError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The name of the program.
  public let program: String
  /// The error of the system.
  public let reason: Errno

  public var description: String { "cannot run \(program): \(reason)".printable }
}

extension ChildProcess {
  private static func attributes(_ group: ProcessGroup) -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    guard group == .own else { return attributes }
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
    // The parent may have started this process with SIGCHLD ignored, and then no exit status would
    // be kept.
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

/// Duplicates of descriptors above all numbers that the program gets. Without them, one dup2 could
/// overwrite a descriptor that a later one still needs. They are closed when the object is
/// released.
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
