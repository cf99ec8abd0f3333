// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Places a PVH kernel at its physical addresses (x86/hvm/dom0_build.c@4.17, pvh_load_kernel;
/// @4.19, check_and_adjust_load_address).
///
/// The memory map is assumed to be a single range of RAM up to the domain's size, with the PC's
/// hole below 1 MiB.
struct Dom0PVHMemory {
  let kernel: ElfKernel
  let target: Target

  private var top: UInt64 { target.memory << 20 }
  private static let hole: Range<UInt64> = 0x9_f000..<0x10_0000

  /// The size of the start information, with the command line after the structure: one page.
  private static let startInfo: UInt64 = 0x1000

  /// The kernel is at its linked address, or where it is moved to. The start information is in the
  /// first space above 1 MiB that is large enough, on the larger side of the kernel
  /// (x86/hvm/dom0_build.c@4.17, find_memory).
  var layout: GuestLayout {
    var layout = GuestLayout(base: nil)
    let (linked, linkedEnd) = (kernel.parameters.kernelStart, kernel.parameters.kernelEnd)
    guard linkedEnd >= linked, linkedEnd &- linked <= top else { return layout }
    let isMoved = target.xen >= XenRelease(4, 19) && !isMemory(linked, linkedEnd - linked)
    let start = isMoved ? moved ?? linked : linked
    layout.add(.kernel, at: start, size: linkedEnd - linked)
    let low = Dom0PVHMemory.hole.upperBound
    let (first, behind) = (start & ~(Page.size - 1), Page.roundUp(start &+ (linkedEnd - linked)))
    guard behind <= top, first >= low else { return layout }
    let place = first - low > top - behind ? low : behind
    let end = first - low > top - behind ? first : top
    if end - place >= Dom0PVHMemory.startInfo {
      layout.add(.hvmStartInfo, at: place, size: Dom0PVHMemory.startInfo)
    }
    return layout
  }

  func check() throws(Refusal) {
    let (start, end) = (kernel.parameters.kernelStart, kernel.parameters.kernelEnd)
    if target.xen >= XenRelease(4, 19) {
      try checkPlace(start, end)
    } else {
      try checkCopy()
    }
  }

  /// Since 4.19 the address is checked first, and a kernel with PHYS32_RELOC is moved.
  private func checkPlace(_ start: UInt64, _ end: UInt64) throws(Refusal) {
    if isMemory(start, end &- start) { return try checkSizes() }
    if kernel.parameters.relocation == nil {
      throw Refusal("d0 kernel: Address conflict and not relocatable").needing(bytes: needed)
    }
    if moved == nil {
      throw Refusal("d0 kernel: Failed find a load address").needing(bytes: needed)
    }
    try checkSizes()
  }

  /// The highest address that PHYS32_RELOC allows; nil if the kernel must not be moved, or does not
  /// fit.
  private var moved: UInt64? {
    guard let relocation = kernel.parameters.relocation else { return nil }
    let size = kernel.parameters.kernelEnd &- kernel.parameters.kernelStart
    let top = min(self.top, UInt64(relocation.greatest) + 1)
    let alignment = max(1, UInt64(relocation.alignment ?? 2 << 20))
    guard size < top, Dom0PVHMemory.hole.upperBound < top else { return nil }
    let place = (top - size) & ~(alignment - 1)
    return place >= UInt64(relocation.least) && place >= Dom0PVHMemory.hole.upperBound
      ? place : nil
  }

  /// The smallest memory in which the kernel has a place; nil if there is none in any.
  private var needed: UInt64? {
    let size = kernel.parameters.kernelEnd &- kernel.parameters.kernelStart
    let linked = end(of: kernel.parameters.kernelStart, size)
    guard let relocation = kernel.parameters.relocation else { return linked }
    let alignment = max(1, UInt64(relocation.alignment ?? 2 << 20))
    let least = max(UInt64(relocation.least), Dom0PVHMemory.hole.upperBound)
    let place = least.addingReportingOverflow(alignment - 1).partialValue & ~(alignment - 1)
    let moved = end(of: place, size).flatMap { $0 <= UInt64(relocation.greatest) + 1 ? $0 : nil }
    return [linked, moved].compactMap(\.self).min()
  }

  /// The end of what lies above the hole; nil for anything else.
  private func end(of start: UInt64, _ size: UInt64) -> UInt64? {
    let (end, wraps) = start.addingReportingOverflow(size)
    return wraps || start < Dom0PVHMemory.hole.upperBound ? nil : end
  }

  private func checkCopy() throws(Refusal) {
    try checkSizes()
    let elf = kernel.elf
    for segment in elf.segments where elf.isLoadable(segment) {
      let address = elf.value(.physicalAddress, at: segment)
      let size = elf.value(.memorySize, at: segment)
      if !isMemory(address, size) { throw failed.needing(bytes: end(of: address, size)) }
    }
  }

  /// Checks that the number of bytes to clear after a segment is not negative.
  private func checkSizes() throws(Refusal) {
    let elf = kernel.elf
    for segment in elf.segments where elf.isLoadable(segment) {
      if elf.value(.memorySize, at: segment) < elf.value(.fileSize, at: segment) { throw failed }
    }
  }

  private var failed: Refusal { Refusal("Failed to load kernel: -1") }

  private func isMemory(_ start: UInt64, _ size: UInt64) -> Bool {
    let (end, wraps) = start.addingReportingOverflow(size)
    if wraps || end > top { return false }
    return end <= Dom0PVHMemory.hole.lowerBound || start >= Dom0PVHMemory.hole.upperBound
  }
}
