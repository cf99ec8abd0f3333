// SPDX-License-Identifier: Apache-2.0

import Glibc
import GuestImage
import GuestTypes

/// What takes less than a process to start: measured inside this one.
enum InProcess {
  /// Structures that Linux declares, as pahole wants them.
  static let names = structures.joined(separator: ",")

  private static let structures = [
    "arch_shared_info", "arch_vcpu_info", "evtchn_alloc_unbound", "evtchn_bind_interdomain",
    "evtchn_bind_ipi", "evtchn_bind_virq", "evtchn_close", "evtchn_send", "evtchn_status",
    "evtchn_unmask", "gnttab_copy", "gnttab_map_grant_ref", "gnttab_setup_table",
    "gnttab_unmap_grant_ref", "mmu_update", "mmuext_op", "multicall_entry", "physdev_map_pirq",
    "pvclock_vcpu_time_info", "sched_poll", "sched_shutdown", "shared_info", "start_info",
    "trap_info", "vcpu_guest_context", "vcpu_info", "vcpu_runstate_info",
    "xen_add_to_physmap", "xen_memory_reservation", "xencons_interface",
  ]

  /// Thirty structures from the BTF of a kernel whose file is in memory.
  static func btf(of path: String) {
    guard let image = try? GuestImage.open(path: path), (try? measure(image)) != nil else {
      fail("\(path): no BTF")
    }
    let samples = (0..<41).compactMap { _ in try? measure(image) }.sorted()
    print("30 structures from BTF in memory (aim: 1 ms)")
    let median = Benchmarks.fixed(samples[samples.count / 2], 2)
    print("  \(Benchmarks.padded("pvkit", 16)) \(median) ms CPU")
  }

  /// In milliseconds of this process's time.
  private static func measure(_ image: GuestImage) throws -> Double {
    let start = clock()
    let found = try Btf.open(.image(image))?.layouts(of: Set(structures))
    guard found?.count == structures.count else { fail("BTF lacks \(structures)") }
    return Double(clock() - start) * 1000 / Double(CLOCKS_PER_SEC)
  }
}
