// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// Which kit a command takes, and what a killed run left in it.
@Suite struct PatchKitTests {
  @Test func theKitMayBeTheEnvironments() throws {
    try PatchTree.with { (tree, kit) throws in
      let one = try pvkit("patch", "show", environment: ["PVKIT_KIT": kit])
      #expect(one.output.hasPrefix("one/0100-a"))
      let other = try pvkit("patch", "show", "--kit", kit, environment: ["PVKIT_KIT": tree])
      #expect(other.output == one.output)
      #expect(try pvkit("patch", "show", environment: ["PVKIT_KIT": tree]).status == 3)
      let own = try pvkit("patch", "show", environment: ["PVKIT_KIT": ""])
      #expect(own.output.contains("toolchain/0100-"))
    }
  }

  /// Installed, pvkit finds its kit from wherever it is called.
  @Test func findsTheInstalledKit() throws {
    try PatchTree.with { (_, kit) throws in
      let prefix = kit + "/../prefix"
      for folder in ["/bin", "/share/pvkit"] {
        try FileManager.default.createDirectory(
          atPath: prefix + folder, withIntermediateDirectories: true)
      }
      try FileManager.default.copyItem(atPath: kit, toPath: prefix + "/share/pvkit/patches")
      // By another process: a program that this one has open for writing cannot be run.
      #expect(try Command.run(["cp", Places.pvkit, prefix + "/bin/pvkit"]).status == 0)
      let run = try Command.run(["env", "-C", "/", prefix + "/bin/pvkit", "patch", "explain"])
      #expect(run.output.hasPrefix("one/0100-a  2.6.18"), "\(run.errors)")
      let own = try pvkit("patch", "explain").output
      #expect(own.contains("toolchain/0100-"))
    }
  }

  /// Whatever reads a kit first undoes what a killed `patch new` left of it.
  @Test(arguments: 1...6) func aKitThatAKilledRunLeft(rename: Int) throws {
    try PatchTree.with { (tree, kit) throws in
      let before = try Snapshot(kit)
      _ = try Command.run([
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=rename",
        "-e", "inject=rename:signal=KILL:when=\(rename)", Places.pvkit, "patch", "new", "--kit",
        kit,
        "one", "mine",
      ])
      let status = try pvkit("patch", "status", "--kit", kit, tree)
      let after = try Snapshot(kit)
      #expect(after == after.finished)
      // From the last rename on, the entry is there, and is to be filled in.
      if after == before { #expect(status.status == 0, "\(status.errors)") }
    }
  }
}
