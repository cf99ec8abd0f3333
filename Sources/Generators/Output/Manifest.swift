// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// The list of files that pvkit wrote to a tree, with hashes of their content: `hash path` per
/// line, after a line `made-by COMMAND`, which manifests of pvkit 0.1 do not have.
struct Manifest {
  static let name = ".pvkit"
  /// The maximum size in bytes; the manifest of the largest tree has a thousandth of it.
  private static let limit = 16 << 20
  private static let mark = "made-by "
  /// The command that wrote the tree; nil if the manifest does not have it.
  let maker: String?
  private let hashes: [String: ContentHash]

  init(_ files: [GeneratedFile], maker: String?) {
    self.maker = maker
    hashes = Dictionary(
      files.map { ($0.path, ContentHash(Array($0.text.utf8))) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Reads the manifest of a tree; nil if it does not have one.
  init?(of root: FilePath) throws(FileError) {
    guard let status = try root.reach(Self.name) else { return nil }
    guard status.type == .regular else {
      throw FileError(
        root.appending(Self.name), "is not what pvkit generate writes",
        cure: "choose another directory, such as one in it")
    }
    guard let bytes = try root.appending(Self.name).read(limit: Self.limit) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    maker = lines.first.flatMap {
      $0.hasPrefix(Self.mark) ? String($0.dropFirst(Self.mark.count)) : nil
    }
    let rows = lines.compactMap { line -> (String, ContentHash)? in
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let hash = ContentHash(String(words[0])),
        TreePath.staysInside(String(words[1]))
      else { return nil }
      return (String(words[1]), hash)
    }
    hashes = Dictionary(rows, uniquingKeysWith: { first, _ in first })
  }

  var file: GeneratedFile {
    let head = maker.map { "\(Self.mark)\($0)\n" } ?? ""
    let rows = hashes.sorted { $0.key < $1.key }.map { "\($1) \($0)\n" }
    return GeneratedFile(path: Self.name, text: head + rows.joined())
  }

  /// The paths of the files in the manifest.
  var paths: [String] { Array(hashes.keys) }

  /// Whether a file is in the manifest and has not been edited since.
  func holds(_ path: String, in root: FilePath) -> Bool {
    guard let hash = hashes[path] else { return false }
    return (try? ContentHash(of: root.appending(path))) == hash
  }
}
