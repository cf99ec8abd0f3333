// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorLab

/// A program that a proof runs to its end, with its output in a file.
struct Tool {
  /// Where the output goes.
  let log: String

  /// Why a program did not do what it was to do.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs it; its output replaces what the log has.
  ///
  /// - Parameter limit: seconds, after which it is killed with all that it started.
  /// - Throws: when it could not be run, did not end in time, or ended with another status than 0.
  func run(_ command: [String], limit: Int) throws {
    let file = FileName.with(log) { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644) }
    guard file >= 0 else {
      throw Failure(description: "\(log): \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    let limited = ["timeout", "-k", "5", "\(limit)"] + command
    let status = try ChildProcess(limited, files: [file, file]).wait()
    guard status == 0 else {
      let end = status == 124 ? "did not end in \(limit) s" : "ended with \(status)"
      throw Failure(description: "\(command.first ?? "") \(end): \(lastLine), see \(log)")
    }
  }

  /// The output's last line that is not empty.
  var lastLine: String {
    String(text.split(whereSeparator: \.isNewline).last ?? "no output").prefix(160).description
  }

  var text: String {
    guard let stream = FileName.with(log, { fopen($0, "r") }) else { return "" }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    fseek(stream, 0, SEEK_END)
    fseek(stream, max(0, ftell(stream) - bytes.count), SEEK_SET)
    let count = fread(&bytes, 1, bytes.count, stream)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
