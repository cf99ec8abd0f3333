// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import HypervisorABI
import Testing

@testable import PatchEngine

/// A small kit and a small tree in a scratch folder.
struct Scene {
  let folder: String
  var kitFolder: String { folder + "/kit" }
  var treeFolder: String { folder + "/tree" }

  static let makefile = "VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\nEXTRAVERSION =\n"

  /// The releases that a kit of ours knows, for x86_64 and for i386.
  static let releases = ["2.6.16", "2.6.17", "2.6.18", "2.6.19"]
  static let release = """
    Architecture x86_64: port
    Architecture i386: port
    Path arch x86_64: arch/x86_64
    Path arch i386: arch/i386
    Path asm x86_64: include/asm-x86_64
    Path asm i386: include/asm-i386

    """

  /// Runs `body` in a scene with these files of the tree and of the kit, whose series, where none is
  /// given, is its entries by name.
  static func with(
    tree: [String: String] = [:], kit: [String: String] = [:], _ body: (Scene) throws -> Void
  ) throws {
    try Places.withScratchFolder { folder in
      let scene = Scene(folder: folder)
      var files = ["kit": "Xen: 4.17\n", "series": series(kit.keys)]
      for name in releases { files["releases/\(name)"] = release }
      try scene.put(["Makefile": makefile].merging(tree) { $1 }, in: scene.treeFolder)
      try scene.put(files.merging(kit) { $1 }, in: scene.kitFolder)
      try body(scene)
    }
  }

  private static func series(_ files: some Sequence<String>) -> String {
    files.filter { $0.hasSuffix("/entry") }.sorted().map { $0.dropLast(6) + "\n" }.joined()
  }

  /// An entry with a header, and this below it, from line 6 on.
  static func entry(_ sections: String, header: String = "Until: 2.6.18") -> String {
    "Subject: a subject\nReason: a reason\nOrigin: own\n\(header)\n\n\(sections)\n"
  }

  func put(_ files: [String: String], in folder: String) throws {
    for (path, text) in files {
      let parent = (folder + "/" + path).split(separator: "/").dropLast().joined(separator: "/")
      try FileManager.default.createDirectory(
        atPath: "/" + parent, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: folder + "/" + path))
    }
  }

  func bench(_ architectures: [Architecture]? = nil) throws -> Workbench {
    try Workbench(
      kit: Kit(directory: kitFolder), tree: KernelTree(path: treeFolder),
      architectures: architectures)
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

extension PatchOutcome {
  /// What its notes say.
  var said: [String] { notes.map(\.description) }
}
