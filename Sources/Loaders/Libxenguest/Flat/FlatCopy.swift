// SPDX-License-Identifier: Apache-2.0

/// Copying the kernel into the guest's memory, where nobody looks at pointers (libelf-loader.c@4.2.0,
/// elf_load_binary). Later releases leave out what they cannot copy. What is mapped around the image
/// ends soon, and a segment has many bytes.
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
    // What is to be cleared behind the segment's bytes is less than nothing: nearly all memory.
    if memory < file || address.addingReportingOverflow(memory).overflow {
      throw .writes(outside: "the guest's memory")
    }
    if file > 0, !elf.holds(elf.segmentStart(segment), count: file) {
      throw .reads(outside: "the image")
    }
  }
}
