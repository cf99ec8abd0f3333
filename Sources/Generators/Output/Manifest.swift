// SPDX-License-Identifier: Apache-2.0

/// Which files of a tree pvkit wrote, and what they held: `hash path` a line.
struct Manifest {
  static let name = ".pvkit"
  private let hashes: [String: UInt64]

  init(_ files: [GeneratedFile]) {
    hashes = Dictionary(
      files.map { ($0.path, Self.hash($0.text.utf8)) }, uniquingKeysWith: { first, _ in first })
  }

  init(bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let rows = lines.compactMap { line -> (String, UInt64)? in
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let hash = UInt64(words[0], radix: 16) else { return nil }
      return (String(words[1]), hash)
    }
    hashes = Dictionary(rows, uniquingKeysWith: { first, _ in first })
  }

  var file: GeneratedFile {
    let rows = hashes.sorted { $0.key < $1.key }.map { "\(String($1, radix: 16)) \($0)\n" }
    return GeneratedFile(path: Self.name, text: rows.joined())
  }

  /// Of the files in it.
  var paths: [String] { Array(hashes.keys) }

  /// The file is in the manifest and holds what it held then.
  func holds(_ path: String, in directory: String) -> Bool {
    guard let hash = hashes[path], let bytes = Disk.read(directory + "/" + path) else {
      return false
    }
    return Self.hash(bytes) == hash
  }

  /// FNV-1a, 64 bits: tells an edit, not an attack.
  private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
