// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a finished command left behind.
public struct CommandResult: Sendable {
  /// The exit code; 128 + the signal's number when one ended it.
  public let status: Int32
  public let output: String
  public let errors: String
}

public enum Command {
  public struct CannotRun: Error { public let command: String, reason: String }

  /// Runs a program to its end, found by PATH, with `input` as its standard input.
  public static func run(
    _ command: [String], input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> CommandResult {
    let (standardInput, output, errors) = (try scratch(input), try scratch(), try scratch())
    defer { for file in [standardInput, output, errors] { close(file) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (file, standard) in [(standardInput, 0), (output, 1), (errors, 2)] {
      posix_spawn_file_actions_adddup2(&actions, file, Int32(standard))
    }
    let child = try spawn(command, &actions, environment)
    return CommandResult(
      status: wait(for: child), output: try contents(output), errors: try contents(errors))
  }

  private static func spawn(
    _ command: [String], _ actions: inout posix_spawn_file_actions_t, _ extra: [String: String]
  ) throws -> pid_t {
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      (inherited(without: extra) + extra.map { "\($0)=\($1)" }).map { strdup($0) } + [nil]
    defer { for string in arguments + variables { free(string) } }
    var child: pid_t = 0
    let failure = posix_spawnp(&child, command[0], &actions, nil, &arguments, &variables)
    guard failure == 0 else {
      throw CannotRun(command: command[0], reason: String(cString: strerror(failure)))
    }
    return child
  }

  private static func inherited(without names: [String: String]) -> [String] {
    var all: [String] = []
    var next = environ
    while let variable = next.pointee {
      all.append(String(cString: variable))
      next += 1
    }
    return all.filter { entry in !names.keys.contains { entry.hasPrefix($0 + "=") } }
  }

  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }

  /// An unnamed file that holds `content`, read from its start.
  private static func scratch(_ content: [UInt8] = []) throws -> Int32 {
    var template = Array("/tmp/pvkit-test.XXXXXX".utf8CString)
    let file = mkstemp(&template)
    unlink(template)
    guard file >= 0, write(file, content, content.count) == content.count,
      lseek(file, 0, SEEK_SET) == 0
    else { throw CannotRun(command: "mkstemp", reason: String(cString: strerror(errno))) }
    return file
  }

  private static func contents(_ file: Int32) throws -> String {
    let size = lseek(file, 0, SEEK_END)
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
      count = max(0, pread(file, buffer.baseAddress, buffer.count, 0))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
