// SPDX-License-Identifier: Apache-2.0

import Commands
import HypervisorABI
import Testing

@testable import GuestTypes

/// Linux's own copy of the interface, as Debian packages it.
@Suite struct DebianHeadersTests {
  private static let names: Set = ["start_info", "sched_poll", "evtchn_bind_interdomain"]
  private static let macros: Set = [
    "SCHEDOP_poll", "__HYPERVISOR_sched_op", "__HYPERVISOR_event_channel_op",
  ]

  @Test(arguments: Architecture.allCases)
  func readsEveryHeader(architecture: Architecture) throws {
    let source = try HeaderSource(DebianImages.linuxHeaders(), on: architecture)
    #expect(source.description.contains("(Linux)"))
    #expect(source.unread == [])
    let names = Set(Structure.all.map(\.name))
    #expect(try source.layouts(of: names).count > 230)
  }

  @Test(arguments: Architecture.allCases)
  func saysWhatTheModelSays(architecture: Architecture) throws {
    let source = try HeaderSource(DebianImages.linuxHeaders(), on: architecture)
    let found = try source.layouts(of: Self.names)
    for name in Self.names {
      let expected = try #require(Layout(name, in: .standard, on: architecture))
      #expect(found[name]?.members.map(\.offset) == expected.members.map(\.offset), "\(name)")
      // A guest handle is a plain pointer in Linux.
      let names = expected.members.map { $0.name.replacing(".p", with: "") }
      #expect(found[name]?.members.map(\.name) == names, "\(name)")
      #expect(found[name]?.size == expected.size, "\(name)")
    }
    let constants = try source.constants(of: Self.macros)
    #expect(
      constants == [
        "SCHEDOP_poll": 3, "__HYPERVISOR_sched_op": 29, "__HYPERVISOR_event_channel_op": 32,
      ])
  }

  @Test(arguments: [
    (SeededHeaders.moved, "start_info"), (SeededHeaders.resized, "sched_poll"),
    (SeededHeaders.swapped, "evtchn_bind_interdomain"),
  ])
  func aChangedStructureSurfaces(fault: SeededHeaders.Fault, structure: String) throws {
    let plain = try SeededHeaders.with(nil) {
      try HeaderSource($0, on: .x86_64).layouts(of: Self.names)
    }
    let seeded = try SeededHeaders.with(fault) {
      try HeaderSource($0, on: .x86_64).layouts(of: Self.names)
    }
    for name in Self.names { #expect((plain[name] == seeded[name]) == (name != structure)) }
  }

  @Test(arguments: [
    (SeededHeaders.constant, "SCHEDOP_poll", 4),
    (SeededHeaders.number, "__HYPERVISOR_event_channel_op", 33),
  ])
  func aChangedMacroSurfaces(fault: SeededHeaders.Fault, name: String, value: Int) throws {
    let found = try SeededHeaders.with(fault) {
      try HeaderSource($0, on: .i386).constants(of: Self.macros)
    }
    #expect(found[name] == value)
    #expect(found["__HYPERVISOR_sched_op"] == 29)
  }
}
