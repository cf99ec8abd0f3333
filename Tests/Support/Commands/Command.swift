// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// The result of a finished command.
public struct CommandResult: Sendable {
  /// The exit status, or 128 plus the number of the signal that ended it.
  public let status: Int32
  public let output: String
  public let errors: String
}

public enum Command {
  /// Runs a program until it ends. The program is found by PATH and gets `input` as standard input.
  public static func run(
    _ command: [String], input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> CommandResult {
    let (standardInput, output, errors) = (try scratch(input), try scratch(), try scratch())
    defer { for file in [standardInput, output, errors] { close(file) } }
    let child = try ChildProcess(
      command, files: [0: standardInput, 1: output, 2: errors], variables: environment,
      group: .shared)
    return CommandResult(
      status: child.wait(), output: try contents(output), errors: try contents(errors))
  }

  /// An unnamed file with that content, positioned at its start.
  private static func scratch(_ content: [UInt8] = []) throws -> Int32 {
    var template = Array("/tmp/pvkit-test.XXXXXX".utf8CString)
    let file = mkstemp(&template)
    unlink(template)
    guard file >= 0, write(file, content, content.count) == content.count,
      lseek(file, 0, SEEK_SET) == 0
    else { throw Missing(what: "a scratch file in /tmp") }
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
