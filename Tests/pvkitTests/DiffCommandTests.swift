// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Testing

/// `pvkit diff`: what changed between two builds.
@Suite struct DiffCommandTests {
  @Test func theSameHasNoChange() throws {
    let kernel = try DebianImages.linuxCloud()
    let result = try pvkit("diff", kernel, kernel)
    #expect(result.status == 0)
    #expect(result.output.hasSuffix(": Xen 4.17, 0 changes, 0 for the worse\n"), "\(result.output)")
  }

  /// A note that is gone: the note itself, the verdict, and what the rules say of it.
  @Test func aNoteThatIsGone() throws {
    try Places.withScratchFolder { folder in
      let (old, new) = (folder + "/old", folder + "/new")
      #expect(try pvkit("unpack", DebianImages.linuxCloud(), "-o", old).status == 0)
      #expect(try pvkit("notes", "remove", old, "PHYS32_ENTRY", "-o", new).status == 0)
      let result = try pvkit("diff", "--format", "json", old, new)
      #expect(result.status == 1, "\(result.errors)")
      try Schemas.expect([result.output], toBe: .diff)
      let changes = try #require(result.document()["changes"] as? [[String: Any]])
      let names = changes.map {
        "\($0["part"] ?? "") \($0["name"] ?? "")" + ($0["isWorse"] as? Bool == true ? " !" : "")
      }
      #expect(names.contains { $0.hasPrefix("note PHYS32_ENTRY") }, "\(names)")
      #expect(names.contains("verdict libxenguest 4.17 domU pvh !"), "\(names)")
      #expect(!names.contains { $0.hasPrefix("code") || $0.hasPrefix("type") }, "\(names)")
      // The other way round nothing is worse.
      let back = try pvkit("diff", new, old)
      #expect(back.status == 0, "\(back.output)")
      #expect(back.output.contains("  note PHYS32_ENTRY\n    + 0x"), "\(back.output)")
      #expect(back.output.contains("    - not offered\n    + accepts"), "\(back.output)")
    }
  }

  /// The hypercall page is the same whether the legacy string or a note names it.
  @Test func repairedNotes() throws {
    try Places.withScratchFolder { folder in
      let (old, new) = (try DebianImages.gnumach(), folder + "/new")
      let fixed = try pvkit("check", "--fix", old, "-o", new)
      #expect(fixed.errors.hasPrefix("pvkit: \(new): written, "), "\(fixed.errors)")
      let result = try pvkit("diff", old, new)
      #expect(result.output.contains("  note HYPERCALL_PAGE\n"), "\(result.output)")
      #expect(!result.output.contains("  hypercall "), "\(result.output)")
    }
  }

  /// Two kernels of different sizes: nothing that moved is a change.
  @Test func anotherBuild() throws {
    let result = try pvkit("diff", DebianImages.linux(), DebianImages.linuxCloud())
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("  hypercall "), "\(result.output)")
    #expect(!result.output.contains("  worse "))
  }

  /// Two images of one name are told apart.
  @Test func imagesOfOneName() throws {
    try Places.withScratchFolder { folder in
      for build in ["old", "new"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(build)", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
          atPath: DebianImages.linuxCloud(), toPath: "\(folder)/\(build)/vmlinuz")
      }
      let result = try pvkit("diff", "\(folder)/old/vmlinuz", "\(folder)/new/vmlinuz")
      #expect(result.output.hasPrefix("old/vmlinuz → new/vmlinuz: "), "\(result.output)")
      let json = try pvkit(
        "diff", "--format", "json", "\(folder)/old/vmlinuz", "\(folder)/new/vmlinuz"
      ).document()
      #expect(json["before"] as? String == "old/vmlinuz")
      #expect(json["after"] as? String == "new/vmlinuz")
    }
  }

  @Test func whatCannotBeRead() throws {
    let kernel = try DebianImages.linuxCloud()
    try pvkit("diff", kernel, "/dev/null").expectOneError(containing: "/dev/null: ")
    let json = try pvkit("diff", "--format", "json", "/etc/passwd", kernel)
    #expect(json.status == 3)
    try Schemas.expect([json.output], toBe: .diff)
  }
}
