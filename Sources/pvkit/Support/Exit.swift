// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
@preconcurrency import Glibc
import GuestImage
import PatchEngine
import Reports
import Synchronization

/// The four ways in which every command ends, whatever its output format.
enum ExitStatus: Int32, Comparable, Error {
  case clean = 0
  case findings = 1
  case usage = 2
  case failed = 3

  /// What a report on an image comes to.
  init(_ report: some AnnotatedReport) {
    self = report.error != nil ? .failed : report.hasFindings ? .findings : .clean
  }

  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}

enum Exit {
  /// What was done for good, in words; nil where the output is all that was asked for.
  private static let work = Mutex<String?>(nil)

  /// Why the first output that was lost could not be written, from errno; 0 where none was.
  private static let loss = Mutex<Int32>(0)

  /// Writes what was printed so far: what is said on standard error comes behind it where both are
  /// one file or terminal.
  static func flushOutput() {
    guard fflush(stdout) != 0 else { return }
    let reason = errno
    loss.withLock { if $0 == 0 { $0 = reason } }
  }

  /// Notes that something was done for good: whether the output that tells of it can be written does
  /// not change the exit code any more.
  ///
  /// - Parameter work: in words: `releases/2.6.18.lock is written`.
  static func hasDone(_ work: String) {
    Self.work.withLock { $0 = work }
    // A reader that is gone is reported by the end, too.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Ends the process; output that could not be written is a failure too, but of a command that has
  /// done what it was asked for, see `hasDone`.
  static func now(_ status: ExitStatus) -> Never {
    for left in LockedTree.takeLeftovers() { complain("pvkit: \(left)") }
    stopIfCutOff()
    flushOutput()
    let lost = loss.withLock { $0 }
    guard lost == 0, ferror(stdout) == 0 else {
      let reason = "cannot write the output: " + String(cString: strerror(lost == 0 ? errno : lost))
      guard let work = work.withLock({ $0 }) else {
        complain("pvkit: \(reason)")
        exit(ExitStatus.failed.rawValue)
      }
      complain("pvkit: \(work); only the message is lost: \(reason)")
      exit(status.rawValue)
    }
    exit(status.rawValue)
  }

  /// Ends the process for an error that a command threw or the argument parser found.
  static func now(because error: any Error, in command: any ParsableCommand.Type) -> Never {
    if let status = error as? ExitStatus { now(status) }
    if let refused = error as? Refused {
      for refusal in refused.refusals { complain("pvkit: \(refusal)".printable) }
      now(.failed)
    }
    let message = shown(command.fullMessage(for: error))
    switch command.exitCode(for: error) {
    case .success:
      print(lines: message)
      now(.clean)
    case .validationFailure:
      for line in message { complain(line) }
      now(.usage)
    default:
      stopIfCutOff()
      complain("pvkit: \(error)")
      now(.failed)
    }
  }
}

extension Exit {
  /// Ends the process for words that do not go together, as a command found once it ran: the parser
  /// knows no more than the root command's usage then.
  static func now(
    because error: ValidationError, of command: any ParsableCommand.Type,
    in root: any ParsableCommand.Type
  ) -> Never {
    let name = (path(to: command, from: root) ?? []).joined(separator: " ")
    for line in shown("Error: \(error.message)") { complain(line) }
    complain("  See '\(name) --help' for more information.")
    now(.usage)
  }

  /// The words by which a command is called; nil when it is not below the root.
  private static func path(
    to command: any ParsableCommand.Type, from root: any ParsableCommand.Type
  ) -> [String]? {
    let name = root.configuration.commandName ?? root._commandName
    if root == command { return [name] }
    for inner in root.configuration.subcommands {
      if let rest = path(to: command, from: inner) { return [name] + rest }
    }
    return nil
  }

  /// Of those who have not asked: what they wrote, or why they failed, may come of a file that was
  /// gone meanwhile.
  private static func stopIfCutOff() {
    do { try ImageFile.checkWhole(all: true) } catch {
      complain("pvkit: \(error)")
      exit(ExitStatus.failed.rawValue)
    }
  }
}

/// To standard output, each with its line end.
func print(lines: [String]) {
  let style = Style.terminal()
  for line in lines { print(style.shown(line)) }
}

extension Exit {
  /// A message of several lines, in which no argument makes one more.
  private static func shown(_ message: String) -> [String] {
    let foreign = FileName.arguments.filter { $0 != $0.printable }
    let safe = foreign.reduce(message) { $0.replacing($1, with: $1.printable) }
    return safe.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

/// One line to standard error, whatever is named in it, behind what was printed before.
func complain(_ line: String) {
  Exit.flushOutput()
  fputs(Style.terminal(STDERR_FILENO).shown(line) + "\n", stderr)
}
