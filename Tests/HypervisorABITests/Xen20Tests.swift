// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import HypervisorABI

/// The interface of Xen 2.0, against its compiled headers (RELEASE-2.0.6).
@Suite struct Xen20Tests {
  private static func rows(_ fixture: String) throws -> [[Substring]] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let text = try String(contentsOfFile: "/\(folder)/Fixtures/\(fixture)", encoding: .utf8)
    return text.split(separator: "\n").filter { $0.first != "#" }.map { $0.split(separator: " ") }
  }

  /// Both ways: none missing, none too many, none different.
  @Test func constantsAgreeWithCompiledHeaders() throws {
    let measured = try Self.rows("constants-2.0.txt").map { (String($0[0]), Int($0[1])) }
    let groups = ConstantGroup.all(in: .v2_0)
    let declared = groups.flatMap(\.constants).map {
      ($0.name, Int(truncatingIfNeeded: Int32(truncatingIfNeeded: $0.value)))
    }
    #expect(measured.count > 200 && declared.count == measured.count)
    let values = Dictionary(uniqueKeysWithValues: declared)
    for (name, value) in measured {
      let narrow = value.map { Int(Int32(truncatingIfNeeded: $0)) }
      #expect(values[name] == narrow, "\(name)")
      #expect(Constant.named(name, in: .v2_0, on: .i386) != nil, "\(name)")
      #expect(Constant.named(name, in: .v2_0, on: .x86_64) == nil, "\(name)")
    }
  }

  /// Paddings have names of their own, and a place between others.
  @Test func layoutsAgreeWithCompiledHeaders() throws {
    let measured = try Self.rows("layouts-2.0.txt")
    let tags = Set(Structure.all(in: .v2_0).map(\.name))
    #expect(measured.count == 50 && Set(measured.map { String($0[0]) }) == tags)
    for row in measured {
      let layout = try #require(Layout(String(row[0]), in: .v2_0, on: .i386), "\(row[0])")
      let members = layout.members.filter { !$0.name.hasPrefix("__pad_") }.map {
        "\($0.name)@\($0.offset)+\($0.size)"
      }
      #expect([String(layout.size)] + members == row[1...].map(String.init), "\(row[0])")
      #expect(layout.structure.summary.hasSuffix("."))
      #expect(Layout(String(row[0]), in: .v2_0, on: .x86_64) == nil)
    }
  }

  /// What has the same name later is another thing there.
  @Test func laterReleasesHaveTheirOwn() throws {
    let first = try #require(Layout("start_info", in: .v3_0_0, on: .i386))
    let older = try #require(Layout("start_info", in: .v2_0, on: .i386))
    #expect(older.size == 320 && older.member("magic") == nil && first.member("magic") != nil)
    #expect(Constant.named("VIRQ_TIMER", in: .v2_0, on: .i386)?.value == 1)
    #expect(Constant.named("VIRQ_TIMER", in: .v3_0_0, on: .i386)?.value == 0)
    #expect(Layout("control_if", in: .v3_0_0, on: .i386) == nil)
    #expect(Constant.named("SCHEDOP_poll", in: .v2_0, on: .i386) == nil)
    #expect(!XenRelease.modelled.contains(.v2_0))
  }
}
