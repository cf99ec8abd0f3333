// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// .parainstructions (Linux 2.6.20 to 6.7): calls through pv_ops that are patched at boot.
struct ParavirtSites: Sendable {
  private(set) var spans: [PatchTables.Span] = []

  init(_ linked: LinkedElf, _ code: CodeAddresses) {
    guard let (table, address) = linked.table(".parainstructions") else { return }
    // An entry is a pointer, the type of call, its length, and up to 4.x the registers it clobbers.
    let formats = [16, 12, 8].map { EntryFormat.absolute($0, linked.elf.width) }
    guard let format = EntryFormat.fitting(formats, table, at: address, pointers: 1, code)
    else { return }
    for start in stride(from: 0, to: table.count, by: format.stride) {
      let site = format.target(table, at: start, address) ?? 0
      let length = UInt64(table[start + format.pointer + 1] ?? 0)
      guard length > 0, site <= UInt64.max - length else { continue }
      spans.append(PatchTables.Span(range: site..<site + length, reach: .replaced))
    }
  }
}
