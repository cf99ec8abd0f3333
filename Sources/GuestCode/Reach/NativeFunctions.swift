// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The functions that the pv_ops tables of the image point to: those for the bare machine. A PV
/// guest of Linux replaces them with Xen's before it calls any.
struct NativeFunctions: Sendable {
  private(set) var spans: [PatchTables.Span] = []

  /// The names of the tables: one since Linux 4.20, several before that, one up to 2.6.24.
  static let tables = [
    "pv_ops", "pv_cpu_ops", "pv_irq_ops", "pv_mmu_ops", "pv_lock_ops", "pv_init_ops", "pv_time_ops",
    "pv_apic_ops", "paravirt_ops",
  ]

  init(_ linked: LinkedElf, _ regions: [CodeRegion], _ code: CodeAddresses) {
    for range in linked.ranges(of: Set(Self.tables)).values {
      guard range.count > 0, range.count <= 4096 else { continue }
      for address in linked.words(in: range) {
        if let span = Self.function(at: address, regions, code) { spans.append(span) }
      }
    }
  }

  private static func function(
    at address: UInt64, _ regions: [CodeRegion], _ code: CodeAddresses
  ) -> PatchTables.Span? {
    guard let region = code.region(at: address).map({ regions[$0] }),
      let offset = region.offset(of: address), let index = region.symbols.index(at: offset),
      region.symbols.entries[index].offset == offset
    else { return nil }
    let end = region.symbols.end(index, of: region.bytes.count)
    return PatchTables.Span(range: address..<region.linkedAddress + UInt64(end), reach: .native)
  }
}
