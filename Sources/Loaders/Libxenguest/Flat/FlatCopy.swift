// SPDX-License-Identifier: Apache-2.0

/// Copies the kernel into the guest's memory where pointers are not checked (libelf-loader.c@4.2.0,
/// elf_load_binary). Later releases skip what they cannot copy. A segment outside the image counts
/// as a crash, because little memory around the image is mapped and a segment is large.
struct FlatCopy {
  let kernel: FoundKernel
  let toolstack: Toolstack

  func check() throws(Refusal) {
    guard !toolstack.checksPointers, case .elf(let kernel) = kernel.form else { return }
    for segment in kernel.elf.segments where kernel.elf.isLoadable(segment) {
      try check(segment, kernel.elf)
    }
    if kernel.parameters.wantsSymbols {
      try ToolstackSymbols(kernel: kernel, toolstack: toolstack).checkCopy()
    }
  }

  private func check(_ segment: UInt64, _ elf: RawElf) throws(Refusal) {
    let (file, memory) = (elf.value(.fileSize, at: segment), elf.value(.memorySize, at: segment))
    let address = elf.value(.physicalAddress, at: segment)
    // The number of bytes to clear after the segment is negative, which means nearly all memory.
    if memory < file || address.addingReportingOverflow(memory).overflow {
      throw .writes(outside: "the guest's memory")
    }
    if file > 0, !elf.holds(elf.segmentStart(segment), count: file) {
      throw .reads(outside: "the image")
    }
  }
}
