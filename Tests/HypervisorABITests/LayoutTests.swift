// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorABI

@Suite struct LayoutTests {
  /// The seven releases whose layouts were measured apart from the model's history.
  @Test(arguments: LayoutVectors.releases, Architecture.allCases)
  func agreesWithMeasuredVectors(release text: String, architecture: Architecture) throws {
    let release = try #require(XenRelease(text))
    let vectors = try LayoutVectors.read(text, architecture)
    #expect(vectors.structs.count >= 72)
    for (name, expected) in vectors.structs {
      let layout = try #require(
        Layout(name, in: release, on: architecture), "\(name) is not in the model at \(text)")
      let rows = expected.fields.map { "\($0.name)@\($0.offset)+\($0.size)" }
      #expect(layout.measured == ([String(expected.size)] + rows).joined(separator: " "))
    }
  }

  /// Every structure of every release, both ways: none missing, none too many, none different.
  @Test(arguments: XenRelease.modelled, Architecture.allCases)
  func agreesWithCompiledHeaders(release: XenRelease, architecture: Architecture) throws {
    let measured = try LayoutHistory.whole.get().layouts(in: release, on: architecture)
    #expect(measured.count >= 70)
    for name in Set(Structure.all.map(\.name)).union(measured.keys) {
      let layout = Layout(name, in: release, on: architecture)
      #expect(layout?.measured == measured[name], "\(name)")
    }
  }

  @Test func everyStructureSaysWhatItIsFor() {
    for structure in Structure.all {
      #expect(structure.summary.hasSuffix("."), "\(structure.name)")
    }
  }

  @Test(arguments: XenRelease.modelled, Architecture.allCases)
  func everyStructureHasALayout(release: XenRelease, architecture: Architecture) {
    for structure in Structure.all where structure.exists(in: release, on: architecture) {
      #expect(
        Layout(structure.name, in: release, on: architecture) != nil,
        "\(structure.name) names a structure that \(release) lacks")
    }
  }

  @Test func findsAMemberByItsPath() throws {
    let layout = try #require(Layout("start_info", in: .standard, on: .x86_64))
    #expect(layout.member("console.domU.mfn")?.offset == 72)
    #expect(layout.member("magic")?.size == 32)
    #expect(layout.member("nothing") == nil)
  }

  @Test func hasNoLayoutOutsideItsSpan() {
    #expect(Layout("grant_entry", in: .v4_17, on: .x86_64) == nil)
    #expect(Layout("iret_context", in: .v4_17, on: .i386) == nil)
  }
}
