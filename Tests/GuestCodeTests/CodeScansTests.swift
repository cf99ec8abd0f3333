// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI
import Testing

/// One scan for several releases is what each of them gives by itself.
@Suite struct CodeScansTests {
  @Test func everyReleaseIsAsByItself() throws {
    for path in [try DebianImages.linux(), try DebianImages.gnumach()] {
      let image = try GuestImage.open(path: path)
      for role in DomainRole.allCases {
        let scans = CodeScans(image, as: .pv)
        var numbers: Set<Int> = []
        for release in XenRelease.modelled {
          let judged = try scans.judged(in: release, role: role)
          numbers.insert(judged.number)
          let alone = try CodeScan(image, release: release, role: role, as: .pv)
          #expect(Self.text(judged.scan) == Self.text(alone), "\(path) \(release) \(role)")
        }
        // It would be no use otherwise.
        #expect(numbers.count < XenRelease.modelled.count / 2, "\(numbers.count)")
        #expect(numbers.count > 1 || path.contains("gnumach"))
      }
    }
  }

  private static func text(_ scan: CodeScan) -> [String] {
    scan.sites.map { "\($0.region) \($0.offset) \($0.kind) \($0.reach) \($0.treatment)" }
      + scan.hypercalls.map {
        "\($0.region) \($0.offset) \($0.way) \($0.number ?? -1) \($0.problems) \($0.isTried)"
      } + scan.floatingPoint.map { "\($0)" } + ["\(scan.cleared.sorted { "\($0)" < "\($1)" })"]
  }

  /// What cannot be read is so of every release, and read once.
  @Test func whatCannotBeRead() {
    let image = GuestImage(name: "test", file: Bytes(Array("no kernel".utf8)))
    let scans = CodeScans(image)
    for release in XenRelease.modelled {
      #expect(throws: ImageError.self) { try scans.judged(in: release) }
    }
  }
}
