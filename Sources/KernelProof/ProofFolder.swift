// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorLab

/// Where a proof works: a directory under $TMPDIR or /tmp, which goes with the object, and with the
/// next proof if this one is killed. The logs stay when they are asked for.
final class ProofFolder: Sendable {
  private let scratch: ScratchDirectory
  var path: String { scratch.path }
  var tree: String { path + "/tree" }
  var vanilla: String { path + "/vanilla" }
  var programs: String { path + "/programs" }
  var logs: String { path + "/logs" }
  /// Where programs that are killed leave their files.
  var temporary: String { path + "/tmp" }
  /// The kernel for Xen, beside the tree, in which another one is built meanwhile.
  var kernel: String { path + "/vmlinux" }
  /// The programs each of which is the userspace of a boot.
  static let initrds = ["stress", "bench", "devices", "vcpus"]
  /// The userspace that is one of the programs.
  func initrd(_ program: String) -> String { "\(path)/\(program).cpio" }

  /// The disks of a boot with devices.
  var disks: [String] { ["scratch", "readonly"].map { "\(path)/\($0).disk" } }

  /// - Throws: FileError, ProofFailure.
  init() throws {
    scratch = try ScratchDirectory("proof")
    for folder in [logs, temporary] {
      guard FileName.with(folder, { mkdir($0, 0o755) }) == 0 else {
        throw ProofFailure("\(folder): \(String(cString: strerror(errno)))")
      }
    }
  }

  /// Removes it, but for what is named.
  func remove(but kept: [String] = []) {
    guard !kept.isEmpty else { return scratch.remove() }
    // What could not be marked as kept is the next proof's to remove; it is there until then.
    try? scratch.keep()
    let names = [
      "tree", "vanilla", "programs", "logs", "tmp", "vmlinux", "bare.config",
    ]
    let going =
      names.filter { !kept.contains($0) }.map { path + "/" + $0 } + disks
      + Self.initrds.map(initrd)
    _ = try? ChildProcess(["rm", "-rf", "--"] + going).wait()
  }

  /// Adds lines to a log.
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
