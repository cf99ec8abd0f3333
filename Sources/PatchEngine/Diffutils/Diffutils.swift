// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Runs diff(1) and diff3(1), which every Debian system has.
enum Diffutils {
  /// Runs a program on texts, which it opens as `/dev/fd/3`, `/dev/fd/4` and so on.
  ///
  /// - Returns: the exit code, or 128 + the number of the signal that ended the program; its
  ///   output; and the first line of its error messages.
  static func run(
    _ command: [String], on texts: [[UInt8]]
  ) throws(PatchError) -> (status: Int32, output: [UInt8], complaint: String) {
    let (output, errors) = (try MemoryFile([]), try MemoryFile([]))
    var inputs: [MemoryFile] = []
    for text in texts { inputs.append(try MemoryFile(text)) }
    var files = [STDOUT_FILENO: output.descriptor, STDERR_FILENO: errors.descriptor]
    for (index, input) in inputs.enumerated() { files[Int32(index) + 3] = input.descriptor }
    do {
      let child = try ChildProcess(
        command, files: files, variables: ["LC_ALL": "C"], group: .shared)
      let status = child.wait()
      let complaint = try errors.contents().prefix { $0 != SourceText.newline }
      return (status, try output.contents(), String(decoding: complaint, as: UTF8.self))
    } catch let error as SpawnError {
      throw PatchError(error.program, "cannot be run: \(error.reason)", cure: "install diffutils")
    } catch let error as PatchError {
      throw error
    } catch { throw PatchError(command[0], "\(error)") }
  }
}
