// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import GuestTypes
import HypervisorABI
import Testing

/// What a guest meets on another side: releases with each other, and with a guest that declares
/// only a part.
@Suite struct ChangesTests {
  private func release(_ text: String, _ architecture: Architecture = .x86_64) throws -> AbiView {
    AbiView(try #require(XenRelease(text)), on: architecture)
  }

  private func structure(_ changes: [AbiChange], _ tag: String) -> [String] {
    changes.compactMap { change in
      guard case .structure(tag, let member) = change.subject else { return nil }
      return "\(member ?? "") \(change.kind)\(change.isBreaking ? "!" : "")"
    }
  }

  private func number(_ changes: [AbiChange], _ name: String) -> AbiChange? {
    changes.first { change in
      guard case .number(name, _) = change.subject else { return false }
      return true
    }
  }

  /// A guest with one structure and one constant.
  private func guest(_ members: [Layout.Member], _ numbers: [String: Int] = [:]) -> AbiView {
    AbiView(
      title: "guest", architecture: .x86_64, isWhole: false,
      structures: [
        "mmu_update": TypeLayout(name: "mmu_update", kind: .struct, size: 16, members: members)
      ], numbers: ["commands of sched_op": numbers])
  }

  private func member(_ name: String, _ offset: Int) -> Layout.Member {
    Layout.Member(name: name, offset: offset, size: 8, type: "uint64_t")
  }

  @Test func aReleaseIsLikeItself() throws {
    #expect(try release("4.17").changes(to: release("4.17")).isEmpty)
  }

  @Test func growthBreaksNothing() throws {
    let changes = try release("3.3").changes(to: release("3.4"))
    #expect(structure(changes, "start_info") == ["first_p2m_pfn added", "nr_p2m_frames added"])
    #expect(
      try structure(release("3.4").changes(to: release("3.3")), "start_info") == [
        "first_p2m_pfn removed!", "nr_p2m_frames removed!",
      ])
  }

  @Test func whatOnlyCountsBreaksNothing() throws {
    let changes = try release("3.1").changes(to: release("3.2"))
    let count = try #require(number(changes, "HVM_NR_PARAMS"))
    #expect(count.kind == .renumbered && !count.isBreaking)
    #expect((count.before, count.after) == ("7", "11"))
  }

  @Test func seesTheBreakOfVcpuInfo() throws {
    let changes = try release("3.1", .i386).changes(to: release("3.2", .i386))
    #expect(structure(changes, "vcpu_register_vcpu_info").contains { $0.hasSuffix("!") })
    let wide = try release("3.1").changes(to: release("3.2"))
    #expect(!structure(wide, "vcpu_register_vcpu_info").contains { $0.hasSuffix("!") })
  }

  @Test func aStructureMayGetANewTag() throws {
    let changes = try release("3.4").changes(to: release("4.0"))
    #expect(structure(changes, "grant_entry") == [" renamed"])
    #expect(structure(changes, "grant_entry_v1").isEmpty)
    #expect(structure(changes, "grant_entry_v2") == [" added"])
  }

  /// A value that goes on under another name still works for who was compiled with it.
  @Test func aValueThatGoesOnBreaksNothing() throws {
    let changes = try release("3.1").changes(to: release("3.2"))
    let entry = try #require(number(changes, "CALLBACKTYPE_sysenter"))
    #expect(entry.kind == .renamed && !entry.isBreaking)
    #expect(entry.after == "CALLBACKTYPE_sysenter_deprecated")
    let calls = try release("3.0.2").changes(to: release("3.0.3"))
    #expect(number(calls, "__HYPERVISOR_dom0_op")?.after == "__HYPERVISOR_platform_op")
    #expect(
      calls.filter { change in
        if case .number(_, NumberGroups.hypercalls) = change.subject { return change.isBreaking }
        return false
      }.isEmpty)
  }

  @Test func anAliasMayGo() throws {
    let changes = try release("4.5").changes(to: release("4.6"))
    let alias = try #require(number(changes, "PHYSDEVOP_SET_IOPL"))
    #expect(alias.kind == .renamed && alias.after == "PHYSDEVOP_set_iopl" && !alias.isBreaking)
  }

  @Test func aGuestMayDeclareLess() throws {
    let used = guest([member("ptr", 0), member("val", 8)], ["SCHEDOP_poll": 3])
    #expect(try used.changes(to: release("4.17")).isEmpty)
    #expect(try release("4.17").changes(to: used).isEmpty)
  }

  @Test func aGuestsSlipsAreFound() throws {
    let used = guest([member("val", 0), member("ptr", 8)], ["SCHEDOP_poll": 2])
    let changes = try used.changes(to: release("4.17"))
    #expect(structure(changes, "mmu_update") == ["val moved!", "ptr moved!"])
    let poll = try #require(number(changes, "SCHEDOP_poll"))
    #expect(poll.kind == .renumbered && poll.isBreaking)
    #expect(poll.before == "2" && poll.after == "3")
  }

  @Test func whatIsGoneBreaks() throws {
    let used = guest([member("ptr", 0), member("val", 8), member("more", 16)], ["SCHEDOP_x": 99])
    let changes = try used.changes(to: release("4.17"))
    #expect(structure(changes, "mmu_update") == ["more removed!"])
    #expect(number(changes, "SCHEDOP_x")?.kind == .removed)
  }
}
