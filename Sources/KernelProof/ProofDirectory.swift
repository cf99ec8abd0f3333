// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorLab

/// The directory in which a proof works, under $TMPDIR or /tmp. It is removed with the object, or
/// by the next proof if this one is killed. Logs are kept on request.
final class ProofDirectory: Sendable {
  private let scratch: ScratchDirectory
  var path: String { scratch.path }
  var tree: String { path + "/tree" }
  var vanilla: String { path + "/vanilla" }
  var programs: String { path + "/programs" }
  var logs: String { path + "/logs" }
  /// The directory for temporary files of programs, which remain if a program is killed.
  var temporary: String { path + "/tmp" }
  /// The kernel for Xen. It is outside the tree, because another kernel may be built there at the
  /// same time.
  var kernel: String { path + "/vmlinux" }
  /// The programs; each of them is the userspace of a boot.
  static let initrds = ["stress", "bench", "devices", "vcpus"]
  /// The path of a program's initrd.
  func initrd(_ program: String) -> String { "\(path)/\(program).cpio" }

  /// The paths of the disks for a boot with devices.
  var disks: [String] { ["scratch", "readonly"].map { "\(path)/\($0).disk" } }

  /// - Throws: `FileError`, `ProofFailure`.
  init() throws {
    scratch = try ScratchDirectory("proof")
    for directory in [logs, temporary] {
      guard FileName.with(directory, { mkdir($0, 0o755) }) == 0 else {
        throw ProofFailure("\(directory): \(String(cString: strerror(errno)))")
      }
    }
  }

  /// Removes the directory, except for the named files and directories.
  func remove(but kept: [String] = []) {
    guard !kept.isEmpty else { return scratch.remove() }
    // If the directory cannot be marked as kept, it remains until the next proof removes it.
    try? scratch.keep()
    let names = [
      "tree", "vanilla", "programs", "logs", "tmp", "vmlinux", "bare.config",
    ]
    let going =
      names.filter { !kept.contains($0) }.map { path + "/" + $0 } + disks
      + Self.initrds.map(initrd)
    _ = try? ChildProcess(["rm", "-rf", "--"] + going).wait()
  }

  /// Appends lines to a log.
  func write(_ lines: [String], to log: String) {
    guard let stream = FileName.with(logs + "/" + log, { fopen($0, "a") }) else { return }
    for line in lines { fputs(line + "\n", stream) }
    fclose(stream)
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    guard let stream = FileName.with(path, { fopen($0, "w") }) else {
      throw ProofFailure("\(path): \(String(cString: strerror(errno)))")
    }
    let count = fwrite(bytes, 1, bytes.count, stream)
    guard fclose(stream) == 0, count == bytes.count else {
      throw ProofFailure("\(path): \(String(cString: strerror(errno)))")
    }
  }
}
