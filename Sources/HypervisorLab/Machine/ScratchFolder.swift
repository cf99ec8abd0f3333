// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// A folder of one run's own, flat, under $TMPDIR or /tmp; gone with the object.
final class ScratchFolder {
  let path: String

  init() throws(LabError) {
    let parent = FileName.variable("TMPDIR") ?? "/tmp"
    guard let created = FileName.makeDirectory(parent + "/pvkit-lab.XXXXXX") else {
      throw .last("mkdtemp \(parent)")
    }
    path = created
  }

  deinit {
    if let folder = FileName.with(path, { opendir($0) }) {
      while let entry = readdir(folder) {
        _ = FileName.with(file(Self.name(of: entry))) { unlink($0) }
      }
      closedir(folder)
    }
    _ = FileName.with(path) { rmdir($0) }
  }

  func file(_ name: String) -> String { path + "/" + name }

  /// A name without blanks or commas for `target`: QEMU splits its module list at them.
  ///
  /// - Returns: the name.
  func link(_ name: String, to target: String) throws(LabError) -> String {
    guard let absolute = FileName.real(target) else { throw .last(target) }
    let isMade = FileName.with(absolute) { absolute in
      FileName.with(file(name)) { symlink(absolute, $0) == 0 }
    }
    guard isMade else { throw .last("symlink \(name)") }
    return name
  }

  /// - Returns: the name.
  func write(_ name: String, _ bytes: [UInt8]) throws(LabError) -> String {
    guard let stream = FileName.with(file(name), { fopen($0, "wx") }) else {
      throw .last(file(name))
    }
    let written = fwrite(bytes, 1, bytes.count, stream)
    guard fclose(stream) == 0, written == bytes.count else { throw .last(file(name)) }
    return name
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { FileName.text($0) }
    }
  }
}
