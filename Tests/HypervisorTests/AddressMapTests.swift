// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Testing

@testable import Hypervisor

/// What a guest's page tables map, as the picture of `pvkit run --map` shows it.
@Suite struct AddressMapTests {
  private func hypervisor() throws -> Hypervisor {
    var request = RunRequest()
    request.memory = 32
    let kernel = try GuestKernel(
      image: BuiltGuest.reference.get(), role: .dom0, release: request.release, initrd: [],
      commandLine: "")
    return try Hypervisor(kernel, request)
  }

  private func count(_ map: AddressMap, _ kind: AddressMap.Kind) -> Int {
    map.runs.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
  }

  /// Xen never leaves a page table writable, and each address is mapped once.
  @Test func noPageTableIsWritable() throws {
    let hypervisor = try hypervisor()
    for isAtEnd in [false, true] {
      if isAtEnd { #expect(hypervisor.run() == .shutdown(reason: "poweroff")) }
      let map = hypervisor.addressMap()
      let tables: Set<AddressMap.Kind> = [.l1, .l2, .l3, .l4, .descriptors]
      #expect(!map.isCut && count(map, .l4) == 1 && count(map, .l3) >= 1 && count(map, .l1) >= 2)
      #expect(!map.runs.contains { tables.contains($0.kind) && $0.canWrite })
      #expect(map.runs.contains { $0.kind == .writable && $0.canWrite })
      for (run, next) in zip(map.runs, map.runs.dropFirst()) { #expect(run.end <= next.start) }
    }
  }

  /// Xen's own addresses are no part of it; those of the guest's kernel are canonical.
  @Test func beginsWhereTheKernelIsLinked() throws {
    let hypervisor = try hypervisor()
    let map = hypervisor.addressMap()
    #expect(map.runs.first?.start == 0xffff_ffff_8000_0000)
    #expect(!map.runs.contains { hypervisor.space.format.hole.contains($0.start) })
  }

  /// A table that maps itself at every level has 512 to the 4th pages, which nobody waits for.
  @Test func endsWithTablesWithoutEnd() throws {
    let hypervisor = try hypervisor()
    let (memory, root) = (hypervisor.memory, hypervisor.vcpu.kernelRoot)
    let entry = PageTableEntry(frame: root, PageTableEntry.present)
    for index in 0..<512 where !hypervisor.space.format.ownSlots(.l4).contains(index) {
      memory.entries(root)[index] = entry.rawValue
    }
    let map = hypervisor.addressMap()
    #expect(map.isCut && map.runs.count <= AddressMap.mostRuns)
    #expect(map.runs.reduce(0) { $0 + $1.count } < AddressMap.mostEntries)
  }
}
