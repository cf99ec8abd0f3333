// SPDX-License-Identifier: Apache-2.0

import Base

/// A cpio archive in the "newc" format, which Linux unpacks into its initial root file system.
///
/// Source: Documentation/driver-api/early-userspace/buffer-format.rst (Linux 6.1).
package struct CpioArchive {
  private var bytes: [UInt8] = []
  private var entries: UInt32 = 0
  private var directories: Set<String> = []

  package init() {}

  /// Adds an executable file and its parent directories. `path` is relative to the root.
  package mutating func add(_ path: String, _ contents: [UInt8]) {
    if let slash = path.lastIndex(of: "/") { add(directory: String(path[..<slash])) }
    append(path, mode: 0o100_755, contents)
  }

  mutating func add(_ path: String, text: String) { add(path, Array(text.utf8)) }

  /// Adds a character device and its parent directories. The builder of the archive need not be
  /// root.
  package mutating func add(device path: String, major: UInt32, minor: UInt32) {
    if let slash = path.lastIndex(of: "/") { add(directory: String(path[..<slash])) }
    append(path, mode: 0o020_600, [], device: (major, minor))
  }

  /// Adds a directory and its parents.
  package mutating func add(directory path: String) {
    guard !path.isEmpty, !directories.contains(path) else { return }
    if let slash = path.lastIndex(of: "/") { add(directory: String(path[..<slash])) }
    directories.insert(path)
    append(path, mode: 0o040_755, [])
  }

  /// The bytes of the archive with its trailer.
  package func finished() -> [UInt8] {
    var archive = self
    archive.append("TRAILER!!!", mode: 0, [])
    return archive.bytes
  }

  private mutating func append(
    _ name: String, mode: UInt32, _ contents: [UInt8], device: (UInt32, UInt32) = (0, 0)
  ) {
    entries += 1
    let nameSize = UInt32(name.utf8.count + 1)
    let fields: [UInt32] = [
      entries, mode, 0, 0, 1, 0, UInt32(contents.count), 0, 0, device.0, device.1, nameSize,
      0,
    ]
    bytes += Array("070701".utf8)
    for field in fields { bytes += Self.hexadecimal(field) }
    bytes += Array(name.utf8) + [0]
    pad()
    bytes += contents
    pad()
  }

  /// Aligns names and contents to 4 bytes.
  private mutating func pad() {
    bytes += [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  private static func hexadecimal(_ number: UInt32) -> [UInt8] {
    Array(hexDigits(number, width: 8).utf8)
  }
}
