// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// __ex_table: the addresses of instructions that may fault, because the kernel handles the fault.
struct ExceptionTable: Sendable {
  private(set) var addresses: Set<UInt64> = []

  init(_ linked: LinkedElf, _ code: CodeAddresses) {
    guard let (table, address) = linked.table("__ex_table") else { return }
    // Since Linux 4.6: instruction, fixup, handler. Since 3.5: instruction, fixup. Before: two
    // pointers.
    let formats =
      [12, 8].map(EntryFormat.relative)
      + [16, 8].map { EntryFormat.absolute($0, linked.elf.width) }
    guard let format = EntryFormat.fitting(formats, table, at: address, pointers: 2, code)
    else { return }
    for start in stride(from: 0, to: table.count, by: format.stride) {
      if let site = format.target(table, at: start, address) { addresses.insert(site) }
    }
  }
}
