// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The PV builder, from the kernel's segment to the hypercall page (xg_dom_core.c@4.17,
/// xc_dom_build_image; xg_dom_boot.c@4.17, xc_dom_boot_image).
struct PVBuild {
  let parameters: GuestParameters
  let type: GuestTypeName
  let target: Target

  private var base: UInt64 { parameters.virtBase ?? 0 }
  private var is64: Bool { type == .pv64 }

  func run(_ memory: inout DomainMemory) throws(Refusal) {
    guard let width = PageTables.Width(guestType: type) else {
      throw Refusal("xc_dom_set_arch_hooks: not found (type \(type))")
    }
    var tables = PageTables(width: width)
    try memory.allocate(
      .kernel, start: parameters.kernelStart,
      size: parameters.kernelEnd &- parameters.kernelStart)
    if p2mAddress == nil { try memory.allocate(.p2m, size: p2mSize) }
    for page in [GuestLayout.Part.startInfo, .store, .console] { try memory.allocatePage(page) }
    try tables.allocate(base: base, memory: &memory)
    try memory.allocatePage(.stack)
    try tables.padToEnd(&memory)
    memory.endMapping()
    if let p2mAddress {
      try tables.allocateP2M(at: p2mAddress, size: p2mSize, memory: &memory)
    }
    try boot(tables, memory)
  }

  /// The size of the P2M table: one number of 8 or 4 bytes per frame.
  private var p2mSize: UInt64 { Page.roundUp(target.frames * (is64 ? 8 : 4)) }

  /// INIT_P2M applies to 64-bit guests only, and only if it is page-aligned and below VIRT_BASE.
  private var p2mAddress: UInt64? {
    guard is64, let address = parameters.p2mBase, address < base, address % Page.size == 0
    else { return nil }
    return address
  }

  private func boot(_ tables: PageTables, _ memory: DomainMemory) throws(Refusal) {
    let toolstack = Toolstack(release: target.xen)
    if toolstack.refusesTranslated, parameters.isTranslated {
      throw Refusal("PV Autotranslate guests no longer supported")
    }
    if !toolstack.checksTypeFirst { try GuestCapabilities(target).check(type) }
    try tables.fill(memory, target.xen)
    try placeHypercallPage()
  }

  /// The hypervisor writes the hypercall page to the frame that contains the address, anywhere in
  /// the domain's memory (xg_dom_boot.c@4.17, setup_hypercall_page).
  private func placeHypercallPage() throws(Refusal) {
    guard let page = parameters.hypercallPage else { return }
    let frame = (page &- base) >> Page.shift
    if frame >= target.frames {
      throw Refusal(
        "setup_hypercall_page: HYPERCALL_INIT failed: 22 - Invalid argument)",
        remark: "HYPERCALL_PAGE \(hexadecimal(page)) lies outside the domain's memory")
    }
  }
}
