// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A folder of one run's own, flat, under $TMPDIR or /tmp; gone with the object.
final class ScratchFolder {
  let path: String

  init() throws(LabError) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((parent + "/pvkit-lab.XXXXXX").utf8CString)
    guard let created = mkdtemp(&template) else { throw .last("mkdtemp \(parent)") }
    path = String(cString: created)
  }

  deinit {
    if let folder = opendir(path) {
      while let entry = readdir(folder) { unlink(file(Self.name(of: entry))) }
      closedir(folder)
    }
    rmdir(path)
  }

  func file(_ name: String) -> String { path + "/" + name }

  /// A name without blanks or commas for `target`: QEMU splits its module list at them.
  ///
  /// - Returns: the name.
  func link(_ name: String, to target: String) throws(LabError) -> String {
    guard let absolute = realpath(target, nil) else { throw .last(target) }
    defer { free(absolute) }
    guard symlink(absolute, file(name)) == 0 else { throw .last("symlink \(name)") }
    return name
  }

  /// - Returns: the name.
  func write(_ name: String, _ bytes: [UInt8]) throws(LabError) -> String {
    guard let stream = fopen(file(name), "wx") else { throw .last(file(name)) }
    let written = fwrite(bytes, 1, bytes.count, stream)
    guard fclose(stream) == 0, written == bytes.count else { throw .last(file(name)) }
    return name
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
  }
}
