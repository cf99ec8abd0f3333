// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The PV builder until 4.6, from the kernel's segment to the hypercall page (xc_dom_core.c@4.6,
/// xc_dom_build_image; xc_dom_boot.c@4.6, xc_dom_boot_image).
struct FlatBuild {
  let kernel: FoundKernel
  let target: Target

  private var parameters: GuestParameters { kernel.parameters }
  private var type: GuestTypeName { kernel.guestType }
  private var base: UInt64 { parameters.virtBase ?? 0 }
  private var toolstack: Toolstack { Toolstack(release: target.xen) }

  func run(_ memory: inout FlatMemory) throws(Refusal) {
    try memory.allocate(
      .kernel, start: parameters.kernelStart,
      size: parameters.kernelEnd &- parameters.kernelStart)
    try FlatCopy(kernel: kernel, toolstack: toolstack).check()
    try memory.allocate(
      .p2m, size: target.frames * (type == .pv64 ? 8 : 4))
    let startInfo = memory.allocatePage(.startInfo)
    for page in [GuestLayout.Part.store, .console] { _ = memory.allocatePage(page) }
    if parameters.isTranslated { _ = memory.allocatePage(.sharedInfo) }
    if let tables = FlatTables(guestType: type) {
      let (count, end) = try tables.count(memory)
      try memory.allocate(.pageTables, size: count * Page.size)
      _ = memory.allocatePage(.stack)
      memory.endMapping(at: end)
    }
    try boot(startInfo: startInfo)
  }

  private func boot(startInfo: UInt64) throws(Refusal) {
    try GuestCapabilities(target).check(type)
    if startInfo >= target.frames, !toolstack.checksPointers {
      throw .writes(outside: "the guest's memory")
    }
    try placeHypercallPage()
  }

  /// The page's address is converted to a frame number, and that by a table to the machine frame
  /// that the hypervisor writes to (xc_dom_boot.c@4.6, setup_hypercall_page).
  private func placeHypercallPage() throws(Refusal) {
    guard let page = parameters.hypercallPage, (page &- base) >> Page.shift >= target.frames else {
      return
    }
    if !toolstack.checksPointers, !parameters.isTranslated {
      throw .reads(outside: "the table of frames")
    }
    let why = target.xen >= XenRelease(4, 6) ? ": 22 - Invalid argument)" : " (rc=-1)"
    throw Refusal(
      "setup_hypercall_page: HYPERCALL_INIT failed\(why)",
      remark: "HYPERCALL_PAGE \(hexadecimal(page)) lies outside the domain's memory")
  }
}
