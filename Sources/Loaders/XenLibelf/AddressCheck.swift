// SPDX-License-Identifier: Apache-2.0

/// Computes the kernel's addresses, and checks that they are consistent. All sums wrap
/// (libelf-dominfo.c@4.17, elf_xen_addr_calc_check).
extension NoteParser {
  mutating func checkAddresses(_ memory: MemorySpan) throws(Refusal) {
    let paddrOffsetCounts = !(hvm && dialect.ignoresPaddrOffsetForPVH)
    if parameters.paddrOffset != nil, parameters.virtBase == nil, paddrOffsetCounts {
      throw complaint("ELF_PADDR_OFFSET set, VIRT_BASE unset")
    }
    let base = asPVH ? 0 : parameters.virtBase ?? 0
    let offset = base &- paddrOffset(base)
    parameters.virtBase = base
    parameters.kernelStart = memory.start &+ offset
    parameters.kernelEnd = memory.end &+ offset
    parameters.entry = entry
    reserveSymbols(memory, offset)
    try checkBounds()
  }

  private mutating func reserveSymbols(_ memory: MemorySpan, _ offset: UInt64) {
    guard parameters.wantsSymbols, dialect.reservesSymbols else { return }
    let kernelEnd = dialect.placesSymbolsPhysically ? memory.end : parameters.kernelEnd
    if let end = elf.symbolsEnd(after: kernelEnd) { parameters.kernelEnd = end &+ offset }
  }

  /// The default is 0 with notes, and VIRT_BASE with the string, because older kernels put virtual
  /// addresses into the program headers.
  private mutating func paddrOffset(_ base: UInt64) -> UInt64 {
    let fallback = parameters.sawNotes ? 0 : base
    let offset = asPVH ? 0 : parameters.paddrOffset ?? fallback
    parameters.paddrOffset = offset
    return offset
  }

  private var entry: UInt64 {
    if asPVH { return parameters.physicalEntry.map(UInt64.init) ?? elf.header(.entry) }
    return parameters.entry ?? elf.header(.entry)
  }

  private func checkBounds() throws(Refusal) {
    let (start, end) = (parameters.kernelStart, parameters.kernelEnd)
    let entry = parameters.entry ?? 0
    // An entry exactly at the end is accepted.
    guard start <= end, start <= entry, entry <= end, parameters.virtBase ?? 0 <= start else {
      throw complaint("ELF start or entries are out of bounds", stop: ".")
    }
    if let table = parameters.p2mBase, table >= start, table < end {
      throw complaint("P->M table base is out of bounds", stop: ".")
    }
  }

  private func complaint(_ text: String, stop: String = "") -> Refusal {
    dialect.refusal(in: "elf_xen_addr_calc_check", text, stop: stop)
  }
}
