// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// .altinstructions: code that Linux replaces at boot if the processor has a feature. One of
/// Linux's own feature numbers means that the kernel runs as a PV guest of Xen.
struct Alternatives: Sendable {
  /// X86_FEATURE_XENPV: word 8, bit 16 (Linux 4.12 on).
  private static let xenPV: UInt32 = 8 * 32 + 16

  /// The original code and the replacements.
  private(set) var spans: [PatchTables.Span] = []
  /// Whether an entry depends on X86_FEATURE_XENPV.
  private(set) var knowXen = false

  init(_ linked: LinkedElf, _ code: CodeAddresses) {
    guard let (table, address) = linked.table(".altinstructions") else { return }
    // Bytes of an entry: 14 since 6.3, 12 since 6.0, 13 since 3.19, 12 since 3.2, all with relative
    // addresses. Before 3.2 it has pointers: 24 bytes, or 11 and 12.
    let formats =
      [14, 12, 13].map(EntryFormat.relative)
      + [24, 16, 12, 11].map { EntryFormat.absolute($0, linked.elf.width) }
    guard
      let format = EntryFormat.fitting(formats, table, at: address, pointers: 2, code)
    else { return }
    for start in stride(from: 0, to: table.count, by: format.stride) {
      take(Entry(table, start, address, format))
    }
  }

  private struct Entry {
    let original, replacement: UInt64
    let feature: UInt32
    let isInverted: Bool
    let originalLength, replacementLength: UInt64

    init(_ table: Bytes, _ start: Int, _ address: UInt64, _ format: EntryFormat) {
      func byte(_ offset: Int) -> UInt64 { UInt64(table[start + offset] ?? 0) }
      let pointers = 2 * format.pointer
      original = format.target(table, at: start, address) ?? 0
      replacement = format.target(table, at: start + format.pointer, address) ?? 0
      let word = table.integer(at: UInt64(start + pointers), as: UInt32.self) ?? 0
      // The feature has 32 bits since 6.3. Before that it has 16, of which the highest inverts the
      // condition, and at first 8.
      let bits: UInt32 = format.stride == 14 ? 32 : format.isRelative ? 16 : 8
      feature = word & (bits == 8 ? 0xff : 0x7fff)
      isInverted = bits == 32 ? word & 0x1_0000 != 0 : bits == 16 && word & 0x8000 != 0
      let lengths = pointers + Int(bits / 8)
      originalLength = byte(lengths)
      replacementLength = byte(lengths + 1)
    }
  }

  private mutating func take(_ entry: Entry) {
    let isXen = entry.feature == Self.xenPV
    if isXen { knowXen = true }
    if isXen, !entry.isInverted { add(entry.original, entry.originalLength, .replaced) }
    let reach: Reach = !isXen ? .feature : entry.isInverted ? .native : .plain
    add(entry.replacement, entry.replacementLength, reach)
  }

  private mutating func add(_ start: UInt64, _ length: UInt64, _ reach: Reach) {
    let (end, overflow) = start.addingReportingOverflow(length)
    guard !overflow, length > 0 else { return }
    spans.append(PatchTables.Span(range: start..<end, reach: reach))
  }
}
