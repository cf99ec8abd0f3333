// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Testing

@testable import PatchEngine

/// A small kit and a small tree in a scratch folder.
struct Scene {
  let folder: String
  var kitFolder: String { folder + "/kit" }
  var treeFolder: String { folder + "/tree" }

  static let makefile = "VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\nEXTRAVERSION =\n"

  /// Runs `body` in a scene with these files of the tree and of the kit.
  static func with(
    tree: [String: String] = [:], kit: [String: String] = [:], _ body: (Scene) throws -> Void
  ) throws {
    try Places.withScratchFolder { folder in
      let scene = Scene(folder: folder)
      let series = "0100-0999 one first\n1000-1999 two second\n"
      try scene.put(["Makefile": makefile].merging(tree) { $1 }, in: scene.treeFolder)
      try scene.put(["series": series].merging(kit) { $1 }, in: scene.kitFolder)
      try body(scene)
    }
  }

  /// An entry with a header, and this below it.
  static func entry(_ sections: String, releases: String = "2.6.16-2.6.18") -> String {
    "Subject: a subject\nReason: a reason\nOrigin: own\nReleases: \(releases)\n\n\(sections)\n"
  }

  func put(_ files: [String: String], in folder: String) throws {
    for (path, text) in files {
      let parent = (folder + "/" + path).split(separator: "/").dropLast().joined(separator: "/")
      try FileManager.default.createDirectory(
        atPath: "/" + parent, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: folder + "/" + path))
    }
  }

  func bench() throws -> Workbench {
    try Workbench(kit: Kit(folder: kitFolder), tree: KernelTree(path: treeFolder))
  }

  /// Every file of the tree but the record, and its permission bits.
  func snapshot() throws -> [String: String] {
    var files: [String: String] = [:]
    for path in try KitFile.all(below: treeFolder) where !path.hasPrefix(".pvkit/") {
      let bytes = try #require(try KitFile.read(treeFolder + "/" + path))
      let mode = try KernelTree(path: treeFolder).mode(of: path) ?? 0
      files[path] = String(mode, radix: 8) + " " + String(decoding: bytes, as: UTF8.self)
    }
    return files
  }

  func text(_ path: String) throws -> String? {
    try KitFile.read(treeFolder + "/" + path).map { String(decoding: $0, as: UTF8.self) }
  }

  var hasRecord: Bool { FileManager.default.fileExists(atPath: treeFolder + "/.pvkit") }
}
