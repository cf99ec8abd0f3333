// SPDX-License-Identifier: Apache-2.0

/// Copies the segments to the addresses that the kernel is linked for. The bounds of the file are
/// not checked; those of the destination only by the processor (libelf-loader.c@4.17,
/// elf_load_binary and elf_load_image in the hypervisor's build).
struct Dom0Copy {
  let kernel: ElfKernel
  let layout: Dom0Layout

  func check() throws(Refusal) {
    let elf = kernel.elf
    let (start, end) = (kernel.parameters.kernelStart, kernel.parameters.kernelEnd)
    var allowed = (end &- start) &* 2
    for segment in elf.segments where elf.isLoadable(segment) {
      let memory = elf.value(.memorySize, at: segment)
      let file = elf.value(.fileSize, at: segment)
      let address = elf.value(.physicalAddress, at: segment) &- kernel.parsed.memory.start &+ start
      // Segments of more than twice the kernel's size count as broken; copying then stops silently.
      if allowed < memory { return }
      allowed -= memory
      if !isWritable(address, file) || !isWritable(address &+ file, memory &- file) {
        throw Refusal("Failed to load the kernel binary")
      }
    }
  }

  private func isWritable(_ address: UInt64, _ count: UInt64) -> Bool {
    if count == 0 { return true }
    let (end, wraps) = address.addingReportingOverflow(count)
    return !wraps && address >= layout.start && end <= layout.end
      && HypervisorAddresses.isGuest(address)
  }
}
