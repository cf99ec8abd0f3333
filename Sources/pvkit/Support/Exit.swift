// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
@preconcurrency import Glibc
import GuestImage
import PatchEngine
import Reports
import Synchronization

/// The four exit codes of every command, whatever its output format.
enum ExitStatus: Int32, Comparable, Error {
  case clean = 0
  case findings = 1
  case usage = 2
  case failed = 3

  /// The exit code for a report on an image.
  init(_ report: some AnnotatedReport) {
    self = report.error != nil ? .failed : report.hasFindings ? .findings : .clean
  }

  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}

enum Exit {
  /// A message about what was changed permanently; nil if the output is the command's only result.
  private static let work = Mutex<String?>(nil)

  /// The errno of the first failed write to standard output; 0 if none failed.
  private static let loss = Mutex<Int32>(0)

  /// Writes everything printed so far, so that messages on standard error come after it if both
  /// streams are the same file or terminal.
  static func flushOutput() {
    guard fflush(stdout) != 0 else { return }
    let reason = errno
    loss.withLock { if $0 == 0 { $0 = reason } }
  }

  /// Records that something was changed permanently. From then on, a failure to write the output
  /// does not change the exit code.
  ///
  /// - Parameter work: a message: `releases/2.6.18.lock is written`.
  static func hasDone(_ work: String) {
    Self.work.withLock { $0 = work }
    // Do not end at a lost reader; `now` reports it.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Ends the process. If output could not be written, the command has failed, unless `hasDone` was
  /// called.
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
    if let refused = error as? RefusalError {
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
      complain("pvkit: \(located(error))")
      now(.failed)
    }
  }
}

extension Exit {
  /// Ends the process for a usage error that a command found only when it ran. The parser would
  /// then show only the root command's usage.
  static func now(
    because error: ValidationError, of command: any ParsableCommand.Type,
    in root: any ParsableCommand.Type
  ) -> Never {
    let name = (path(to: command, from: root) ?? []).joined(separator: " ")
    for line in shown("Error: \(error.message)") { complain(line) }
    complain("  See '\(name) --help' for more information.")
    now(.usage)
  }

  /// The words by which a command is called; nil if it is not below the root.
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

  /// The error with the place where the project file names the file that it is about.
  private static func located(_ error: any Error) -> any Error {
    guard let own = error as? ImageError, own.origin == nil else { return error }
    return own.named(at: Project.origin(ofFile: own.image))
  }

  /// Ends the process if an input file was truncated while it was read, for commands that did not
  /// check that: their output or error may be a result of it.
  private static func stopIfCutOff() {
    do { try ImageFile.checkWhole(all: true) } catch {
      complain("pvkit: \(error)")
      exit(ExitStatus.failed.rawValue)
    }
  }
}

/// Prints lines to standard output, each with its line end.
func print(lines: [String]) {
  let style = Style.terminal()
  for line in lines { print(style.shown(line)) }
}

extension Exit {
  /// A message as lines. Arguments are made printable before the text is split, so that none adds a
  /// line.
  private static func shown(_ message: String) -> [String] {
    let foreign = FileName.arguments.filter { $0 != $0.printable }
    let safe = foreign.reduce(message) { $0.replacing($1, with: $1.printable) }
    return safe.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

/// Writes one line to standard error, made printable, after the output so far.
func complain(_ line: String) {
  Exit.flushOutput()
  fputs(Style.terminal(STDERR_FILENO).shown(line) + "\n", stderr)
}

/// Runs the work on one image. An image that cannot be read is reported, and does not end the
/// command.
func attempt(
  _ work: (String) throws -> ExitStatus, on image: String,
  failed: (FailureReport) throws -> Void
) throws -> ExitStatus {
  do {
    return try work(image)
  } catch let error as ImageError {
    complain("pvkit: \(error)")
    try failed(FailureReport(error))
    return .failed
  }
}
