// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestTypes
import Testing

@testable import AbiComparison
@testable import HypervisorABI

/// A real kernel with one slip in it: found by name each time. The same kernel untouched: nothing.
@Suite struct SeededFaultsTests {
  /// A choice from all subsystems, with unions, arrays, handles and structures inside.
  static let structures = [
    "start_info", "shared_info", "vcpu_info", "vcpu_time_info", "pvclock_vcpu_time_info",
    "arch_vcpu_info", "mmu_update", "multicall_entry", "sched_poll", "evtchn_bind_interdomain",
    "gnttab_map_grant_ref", "gnttab_copy", "grant_entry_v1", "physdev_map_pirq", "trap_info",
    "xen_memory_reservation", "xen_add_to_physmap", "xencons_interface", "xsd_sockmsg",
    "xenstore_domain_interface", "vcpu_runstate_info", "hvm_start_info",
  ]

  private func findings(_ faulty: FaultyBtf, _ structure: String) throws -> [Difference] {
    let layout = try #require(try faulty.source().layouts(of: [structure])[structure])
    let comparison = StructureComparison(
      layout, with: ForeignName.structure(structure), in: .standard, on: .x86_64)
    return try #require(comparison).findings
  }

  private func names(_ findings: [Difference], _ member: String) -> Bool {
    findings.contains { finding in
      let path = finding.used?.path ?? ""
      return path == member || path.hasPrefix(member + ".")
    }
  }

  /// The entries whose slip matters: padding may lie where it wants.
  private func entries(_ structure: String) throws -> [FaultyBtf.Entry] {
    try FaultyBtf().entries(of: structure).filter {
      !$0.name.isEmpty && !Padding.isPadding($0.name)
    }
  }

  @Test func theUntouchedKernelIsClean() throws {
    let comparison = try #require(
      try GuestComparison(try FaultyBtf().source(), with: .standard))
    #expect(comparison.findingCount == 0)
    #expect(comparison.structures.count > 100 && comparison.memberCount > 900)
    #expect(comparison.constantCount > 30)
  }

  @Test(arguments: structures)
  func aMovedMemberIsFound(structure: String) throws {
    for entry in try entries(structure) {
      var faulty = try FaultyBtf()
      faulty.move(entry, byBytes: 4096)
      #expect(names(try findings(faulty, structure), entry.name), "\(structure).\(entry.name)")
    }
  }

  @Test(arguments: structures)
  func aResizedMemberIsFound(structure: String) throws {
    let untouched = try FaultyBtf()
    let sizes = try sizes(untouched, structure)
    let others = try ["magic", "cmd_line"].map { try untouched.entry($0, of: "start_info").type }
    for entry in try entries(structure) {
      for other in others {
        var faulty = untouched
        faulty.retype(entry, as: other)
        guard try self.sizes(faulty, structure) != sizes else { continue }
        #expect(names(try findings(faulty, structure), entry.name), "\(structure).\(entry.name)")
      }
    }
  }

  private func sizes(_ faulty: FaultyBtf, _ structure: String) throws -> [Int] {
    try faulty.source().layouts(of: [structure])[structure]?.members.map(\.size) ?? []
  }

  @Test(arguments: structures)
  func twoSwappedMembersAreFound(structure: String) throws {
    let entries = try entries(structure)
    for (one, other) in zip(entries, entries.dropFirst()) {
      var faulty = try FaultyBtf()
      faulty.swap(one, other)
      guard try faulty.source().layouts(of: [structure]) != faulty.btf.layouts(of: [structure])
      else { continue }
      let found = try findings(faulty, structure)
      #expect(names(found, one.name) && names(found, other.name), "\(one.name), \(other.name)")
    }
  }

  @Test func aSwapIsCalledSo() throws {
    var faulty = try FaultyBtf()
    faulty.swap(
      try faulty.entry("nr_pages", of: "start_info"), try faulty.entry("pt_base", of: "start_info"))
    #expect(try findings(faulty, "start_info").map(\.kind) == [.swapped, .swapped])
  }

  @Test(arguments: ["XenbusStateConnected", "XS_WATCH_EVENT", "XenbusStateUnknown"])
  func aChangedEnumeratorIsFound(name: String) throws {
    var faulty = try FaultyBtf()
    try faulty.set(name, to: 99)
    let comparison = try #require(try GuestComparison(try faulty.source(), with: .standard))
    #expect(comparison.constants.map(\.name) == [name])
    #expect(comparison.findingCount == 1)
  }

  /// What a later release added where an older one has nothing is no finding: the guest copes.
  @Test(arguments: XenRelease.modelled)
  func whatCameLaterIsNoFinding(release: XenRelease) throws {
    let comparison = try #require(
      try GuestComparison(try FaultyBtf().source(), with: release))
    let added = comparison.structures.flatMap { one in
      one.findings.filter { $0.kind == .added }.map { "\(one.guest.name).\($0.used?.path ?? "")" }
    }
    #expect(added == [])
  }

  @Test func whatCameLaterIsTold() throws {
    let comparison = try #require(
      try GuestComparison(try FaultyBtf().source(), with: XenRelease.v4_6))
    let time = try #require(comparison.structures.first { $0.guest.name == "vcpu_info" })
    #expect(time.findings == [])
    #expect(time.extensions.compactMap(\.used?.path) == ["time.flags"])
  }

  @Test func saysSinceWhenTheViewIsTrue() throws {
    let comparison = try #require(
      try GuestComparison(try FaultyBtf().source(), with: XenRelease(3, 1)))
    let page = try #require(comparison.structures.first { $0.guest.name == "xenfb_page" })
    #expect(page.findings.map(\.kind) == [.resized])
    #expect(page.truth?.description == "from 3.3")
  }
}
