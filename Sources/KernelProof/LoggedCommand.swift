// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorLab

/// Runs a program to its end and logs its output.
struct LoggedCommand: Sendable {
  /// The path of the log, to which output is appended.
  let log: String
  let interruption: Interruption?
  /// The directory for temporary files of the program, for example the compiler's; nil for $TMPDIR.
  var temporary: String?
  /// Called with the last line of each piece of output.
  let show: @Sendable (String) -> Void

  /// Runs a program. If it does not end in time, or a signal arrives, it is killed with all its
  /// children.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments.
  ///   - limit: the time limit in seconds.
  /// - Throws: `ProofFailure` if it exits with a status other than 0 or exceeds the limit;
  ///   `SpawnError` if it cannot be started; `LabError` if a signal arrived.
  func run(_ command: [String], limit: Int) throws {
    let output = try Pipe()
    let child = try ChildProcess(
      command, files: [STDOUT_FILENO: output.writing, STDERR_FILENO: output.writing],
      variables: temporary.map { ["TMPDIR": $0] } ?? [:])
    output.closeWriting()
    let end = SteadyTime.now + limit * SteadyTime.second
    let file = FileName.with(log) { open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644) }
    guard file >= 0 else { throw failure("the log cannot be written: \(Self.reason)") }
    defer { close(file) }
    while true {
      if let signal = interruption?.pending { throw LabError.interrupted(signal) }
      guard SteadyTime.now < end else {
        child.stop()
        throw failure("\(command[0]) did not end within \(limit) s")
      }
      guard Self.isReady(output, interruption) else { continue }
      let bytes = output.read()
      if bytes.isEmpty { break }
      guard write(file, bytes, bytes.count) == bytes.count else {
        throw failure("the log cannot be written: \(Self.reason)")
      }
      show(Self.lastLine(bytes))
    }
    let status = child.wait()
    guard status == 0 else { throw failure("\(command[0]) ended with status \(status)") }
  }

  /// The last lines of the log.
  func tail(_ count: Int = 12) -> [String] { Array(lines().suffix(count)) }

  /// The lines in the last MiB of the log.
  func lines() -> [String] {
    guard let stream = FileName.with(log, { fopen($0, "re") }) else { return [] }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    fseek(stream, 0, SEEK_END)
    fseek(stream, max(0, ftell(stream) - bytes.count), SEEK_SET)
    let count = fread(&bytes, 1, bytes.count, stream)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
      .split(whereSeparator: \.isNewline).map(String.init)
  }

  /// A failure with the last lines of the log, and a cure if the disk is full.
  private func failure(_ reason: String) -> ProofFailure {
    let tail = tail()
    let isFull =
      reason.contains(Self.noSpace) || lines().suffix(100).contains { $0.contains(Self.noSpace) }
    let cure = isFull ? "; the disk is full: make room, or set TMPDIR to a larger one" : ""
    return ProofFailure(reason + cure, log: log, tail: tail)
  }

  private static let noSpace = "No space left on device"
  private static var reason: String { String(cString: strerror(errno)) }

  /// Waits briefly for output or a signal.
  private static func isReady(_ output: Pipe, _ interruption: Interruption?) -> Bool {
    var waiting = [
      pollfd(fd: output.reading, events: Int16(POLLIN), revents: 0),
      pollfd(fd: interruption?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    return poll(&waiting, 2, 500) > 0 && waiting[0].revents != 0
  }

  private static func lastLine(_ bytes: [UInt8]) -> String {
    let lines = String(decoding: bytes.suffix(400), as: UTF8.self).split(
      whereSeparator: \.isNewline)
    return lines.last.map { $0.drop { $0 == " " } }.map(String.init) ?? ""
  }
}
