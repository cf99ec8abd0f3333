// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation

/// A tree of two files and a kit of two entries, of which one is for a later release.
enum PatchTree {
  static let entry = "Subject: s\nReason: r\nOrigin: own\n"

  /// An entry of these steps, for the tree's release.
  static func generating(_ steps: String) -> String { entry + "Until: 2.6.18\n" + steps }

  static func with(_ body: (_ tree: String, _ kit: String) throws -> Void) throws {
    try Places.withScratchFolder { folder in
      let files = [
        "tree/Makefile": "VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\n",
        "tree/a.c": "int one;\n",
        "kit/kit": "Xen: 4.17\n",
        "kit/releases/2.6.18": "Architecture x86_64: port\n",
        "kit/releases/2.6.19": "Architecture x86_64: port\n",
        "kit/series": "one/0100-a\ntwo/0200-b\n",
        "kit/one/0100-a/entry": entry + "Until: 2.6.18\nedit a.c\nfind: one\nreplace: two\n",
        "kit/two/0200-b/entry": entry + "Since: 2.6.19\nedit a.c\nfind: one\nreplace: two\n",
      ]
      try put(files, in: folder)
      try body(folder + "/tree", folder + "/kit")
    }
  }

  /// Writes files, by their paths below a directory.
  static func put(_ files: [String: String], in folder: String) throws {
    for (path, text) in files {
      let place = URL(filePath: folder + "/" + path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: place)
    }
  }

  /// What a file holds; nil when there is none.
  static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
