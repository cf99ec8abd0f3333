// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import GuestImage

/// Packages made by the programs that distributions make theirs with.
enum Archives {
  /// The files' names and contents, in a directory `root` of the scratch directory.
  static func files(_ files: [(String, [UInt8])], in folder: String) throws -> String {
    let root = folder + "/root"
    for (name, bytes) in files {
      let path = root + "/" + name
      let parent = path.split(separator: "/").dropLast().joined(separator: "/")
      _ = try Command.run(["mkdir", "-p", "/" + parent])
      try Output.write(bytes, to: path)
    }
    return root
  }

  /// Runs a script with `$1`, the directory of the files, and `$2`, the file to make.
  static func make(_ script: String, of root: String, _ file: String) throws {
    let result = try Command.run(["sh", "-ec", script, "sh", root, file])
    guard result.status == 0 else { throw Missing(what: "\(script): \(result.errors)") }
  }

  /// An RPM package of no tags: the lead, two empty headers, and the packed cpio archive.
  static func rpm(payload: [UInt8]) -> [UInt8] {
    let lead = [0xed, 0xab, 0xee, 0xdb, 3, 0] + [UInt8](repeating: 0, count: 90)
    let header: [UInt8] = [0x8e, 0xad, 0xe8, 1] + [UInt8](repeating: 0, count: 12)
    return lead + header + header + payload
  }

  static let scripts: [(kind: String, script: String)] = [
    ("tar", "tar -C \"$1\" -cf \"$2\" ."),
    ("tar.v7", "tar -C \"$1\" --format=v7 -cf \"$2\" ."),
    ("tar.gz", "tar -C \"$1\" -czf \"$2\" ."),
    ("tar.bz2", "tar -C \"$1\" -cjf \"$2\" ."),
    ("tar.xz", "tar -C \"$1\" -cJf \"$2\" ."),
    ("tar.zst", "tar -C \"$1\" --zstd -cf \"$2\" ."),
    ("cpio", "cd \"$1\" && find . | sort | cpio -o -H newc --quiet > \"$2\""),
    ("cpio.bin", "cd \"$1\" && find . | sort | cpio -o --quiet --renumber-inodes > \"$2\""),
    ("cpio.gz", "cd \"$1\" && find . | sort | cpio -o -H newc --quiet | gzip > \"$2\""),
    (
      "deb",
      """
      mkdir -p "$1/../deb/DEBIAN" && cp -r "$1"/. "$1/../deb"
      printf 'Package: k\\nVersion: 1\\nArchitecture: all\\nMaintainer: k <k@k>\\nDescription: k\\n' \
        > "$1/../deb/DEBIAN/control"
      dpkg-deb -Zxz -b "$1/../deb" "$2" >&2
      """
    ),
  ]
}
