// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import PatchEngine

/// A mistake in a kit, and where the error says that it stands.
struct KitCase: Sendable, CustomTestStringConvertible {
  let file: String
  let text: String
  /// What the kit's entry does, where the file is another one.
  var entry = "edit a.c\nfind: a\ndelete"
  let says: String
  var testDescription: String { says }

  static func entry(_ sections: String, says: String) -> KitCase {
    KitCase(file: "one/0100-a/entry", text: Scene.entry(sections), says: "0100-a/entry" + says)
  }

  static func header(_ header: String, says: String) -> KitCase {
    KitCase(
      file: "one/0100-a/entry", text: Scene.entry("edit a.c\nfind: a\ndelete", header: header),
      says: "0100-a/entry" + says)
  }

  static func series(_ text: String, says: String) -> KitCase {
    KitCase(file: "series", text: text, says: "series" + says)
  }

  static func release(_ text: String, says: String) -> KitCase {
    KitCase(file: "releases/2.6.18", text: text, says: "releases/2.6.18" + says)
  }

  /// The kit with that mistake is refused with those words.
  func isRefused() throws {
    let plain = Scene.entry(entry)
    var files = ["one/0100-a/entry": plain].merging([file: text]) { $1 }
    if files["one/0100-a/entry"]?.contains("from a") == true { files["one/0100-a/files/a"] = "x" }
    try Scene.with(kit: files) { scene in
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder).locks() }
      #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }
  }
}

extension String {
  /// With the line ends of DOS.
  var crlf: String { replacing("\n", with: "\r\n") }
}
