// SPDX-License-Identifier: Apache-2.0

/// The PVH builder: the kernel's segment at its physical addresses, then the start information
/// (xg_dom_core.c@4.17, xc_dom_build_image; xg_dom_x86.c@4.17, alloc_magic_pages_hvm).
struct PVHBuild {
  let parameters: GuestParameters

  /// The size of struct hvm_start_info, two modules with their command lines, and the memory map:
  /// one page.
  private static let startInfo: UInt64 = 0x1000

  func run(_ memory: inout DomainMemory) throws(Refusal) {
    try memory.allocate(
      .kernel, start: parameters.kernelStart,
      size: parameters.kernelEnd &- parameters.kernelStart)
    try memory.allocate(.hvmStartInfo, size: PVHBuild.startInfo)
  }
}
