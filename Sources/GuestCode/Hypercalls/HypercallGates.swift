// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The addresses at which a call enters Xen: the hypercall page and the kernel's own trap
/// functions.
struct HypercallGates: Sendable {
  /// The hypercall page, by the kernel's notes, its string `__xen_guest` or its symbol.
  let page: Range<UInt64>?
  /// Functions of the kernel that contain a trap; Linux has them since December 2024.
  private let functions: [Range<UInt64>]

  static let names: Set<String> = [
    "hypercall_page", "xen_hypercall_pv", "xen_hypercall_amd", "xen_hypercall_intel",
    "xen_hypercall_hvm",
    "__SCT__xen_hypercall",
  ]

  init(_ linked: LinkedElf) {
    var known = linked.ranges(of: Self.names)
    let symbol = known.removeValue(forKey: "hypercall_page")
    let start = linked.elf.hypercallPage ?? symbol?.lowerBound
    page = start.flatMap { start in
      let (end, overflow) = start.addingReportingOverflow(UInt64(HypercallPage.size))
      return overflow || start == 0 ? nil : start..<end
    }
    functions = known.values.sorted { $0.lowerBound < $1.lowerBound }
    spans = Self.joined(functions + [page].compactMap(\.self))
    slots = Self.joined(page.map { PageSlots.all(of: $0, in: linked) } ?? [])
  }

  /// The ranges with those in the same or adjacent pages merged.
  private static func joined(_ gates: [Range<UInt64>]) -> [Range<UInt64>] {
    gates.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { spans, gate in
      guard let last = spans.last, gate.lowerBound / 4096 <= last.upperBound / 4096 + 1 else {
        return spans.append(gate)
      }
      spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, gate.upperBound)
    }
  }

  /// The ranges of all gates, merged; empty if there are none.
  let spans: [Range<UInt64>]

  /// The ranges of data words that hold an address in the page, merged.
  let slots: [Range<UInt64>]

  var isEmpty: Bool { spans.isEmpty }

  /// Whether an address is inside a gate, where a trap is not a hypercall site of its own.
  func contains(_ address: UInt64) -> Bool {
    page?.contains(address) ?? false || functions.contains { $0.contains(address) }
  }

  /// The number of the page's entry at an address; nil outside the page.
  func number(at address: UInt64) -> Int? {
    guard let page, page.contains(address) else { return nil }
    return Int(address - page.lowerBound) / HypercallPage.entrySize
  }

  func isFunction(_ address: UInt64) -> Bool { functions.contains { $0.lowerBound == address } }
}
