// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
@preconcurrency import Glibc
import GuestImage

/// The four ways in which every command ends, whatever its output format.
enum ExitStatus: Int32, Comparable, Error {
  case clean = 0
  case findings = 1
  case usage = 2
  case failed = 3

  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}

enum Exit {
  /// Ends the process; output that could not be written is a failure too.
  static func now(_ status: ExitStatus) -> Never {
    stopIfCutOff()
    guard fflush(stdout) == 0, ferror(stdout) == 0 else {
      complain("pvkit: cannot write the output: " + String(cString: strerror(errno)))
      exit(ExitStatus.failed.rawValue)
    }
    exit(status.rawValue)
  }

  /// Ends the process for an error that a command threw or the argument parser found.
  static func now(because error: any Error, in command: any ParsableCommand.Type) -> Never {
    if let status = error as? ExitStatus { now(status) }
    let message = command.fullMessage(for: error)
    switch command.exitCode(for: error) {
    case .success:
      print(message)
      now(.clean)
    case .validationFailure:
      complain(message)
      now(.usage)
    default:
      stopIfCutOff()
      complain("pvkit: \(error)")
      now(.failed)
    }
  }
}

extension Exit {
  /// Of those who have not asked: what they wrote, or why they failed, may come of a file that was
  /// gone meanwhile.
  private static func stopIfCutOff() {
    do { try ImageFile.checkWhole() } catch {
      complain("pvkit: \(error)")
      exit(ExitStatus.failed.rawValue)
    }
  }
}

/// To standard output, each with its line end.
func print(lines: [String]) {
  for line in lines { print(line) }
}

/// One line to standard error.
func complain(_ line: String) { fputs(line + "\n", stderr) }
