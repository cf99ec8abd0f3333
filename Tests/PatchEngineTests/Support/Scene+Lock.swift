// SPDX-License-Identifier: Apache-2.0

@testable import PatchEngine

extension Scene {
  static let lockedFile = "int one;\nint two(void)\n{\n\treturn 2;\n}\nint last;\n"
  static let lockedEntry = entry(
    "edit a.c\nfind: int two(void)\nthrough: int last;\nwrap CONFIG_XEN:")

  /// Locks the release of the tree, then changes things.
  static func locked(
    tree: [String: String] = ["a.c": lockedFile], entry: String = lockedEntry,
    _ body: (Scene) throws -> Void
  ) throws {
    try with(tree: tree, kit: ["one/0100-a/entry": entry]) { scene in
      let lock = try scene.bench().releaseLock()
      try scene.put(["releases/\(lock.release).lock": lock.text], in: scene.kitFolder)
      try body(scene)
    }
  }

  static func makefile(_ extra: String) -> String {
    makefile.replacing("EXTRAVERSION =", with: "EXTRAVERSION = \(extra)")
  }

  /// The note that entries were changed since a lock.
  func changed(
    _ entries: String..., text: String = "new or changed since Linux 2.6.18 was locked",
    tree: String? = nil
  ) -> String {
    "\(text): \(entries.map { "\(kitFolder)/\($0)/entry" }.joined(separator: ", ")); check what changed, then run: pvkit patch lock --kit \(kitFolder) \(tree ?? treeFolder)"
  }
}
