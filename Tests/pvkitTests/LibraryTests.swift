// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// Docs/library: a package of its own, which sees what is public and nothing else.
@Suite struct LibraryTests {
  @Test func anotherPackageUsesTheProducts() throws {
    let package = Places.package + "/Docs/library"
    let built = try Command.run(
      ["swift", "build", "--quiet", "--package-path", package, "--scratch-path", Self.scratch])
    try #require(built.status == 0, "\(built.output)\(built.errors)")
    let kernel = try DebianImages.linux()
    let run = try Command.run([Self.scratch + "/debug/which-xen", kernel])
    let lines = run.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 3, "\(run.output)")
    #expect(lines[0].hasSuffix(": the PV entry is in .init.text"))
    for (line, mode) in zip(lines[1...], ["pv", "pvh"]) {
      #expect(line.hasPrefix("  \(mode): "))
      let releases = line.split(separator: " ").map(String.init)
      for release in ["3.2", "4.0", "4.9", "4.17"] {
        let check = try pvkit(
          "check", "--xen", release, "--mode", mode, "--role", "domU", "--format", "json", kernel)
        let verdicts = try check.objects().first?["verdicts"] as? [[String: Any]]
        let isTaken = verdicts?.first?["accepts"] as? Bool
        #expect(releases.contains(release) == isTaken, "\(mode) \(release)")
      }
    }
  }

  /// Beside the package's own, so that the next run finds it built.
  private static let scratch = Places.package + "/.build/library"
}
