// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorABI

@Suite struct LayoutTests {
  /// Structures of the headers that the model gives on an architecture or in a release where the
  /// measured set has none, because a guest of that kind never meets them.
  static let unmeasured: Set<String> = ["xen_callback"]

  @Test(arguments: LayoutVectors.releases, Architecture.allCases)
  func agreesWithCompiledHeaders(release text: String, architecture: Architecture) throws {
    let release = try #require(XenRelease(text))
    let vectors = try LayoutVectors.read(text, architecture)
    let declared = Set(Structure.all.map(\.name))
    var compared = 0
    for (name, expected) in vectors.structs where declared.contains(name) {
      let layout = try #require(
        Layout(name, in: release, on: architecture), "\(name) is not in the model at \(text)")
      #expect(layout.size == expected.size, "sizeof \(name)")
      let fields = layout.members.map {
        LayoutVectors.Field(name: $0.name, offset: $0.offset, size: $0.size)
      }
      #expect(fields == expected.fields, "\(name)")
      compared += fields.count
    }
    #expect(compared > 250)
  }

  @Test(arguments: LayoutVectors.releases, Architecture.allCases)
  func declaresNothingThatTheHeadersLack(release text: String, architecture: Architecture) throws {
    let release = try #require(XenRelease(text))
    let measured = try LayoutVectors.read(text, architecture).structs
    for structure in Structure.all
    where structure.exists(in: release, on: architecture)
      && !Self.unmeasured.contains(structure.name)
    {
      #expect(measured[structure.name] != nil, "\(structure.name)")
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
