// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The toolstack's builder before 3.1 (tools/libxc/xc_linux_build.c@3.0.4, setup_guest): an ELF
/// file or a flat binary, laid out upwards from VIRT_BASE.
extension DomainBuild {
  mutating func runLinuxBuild() throws(Refusal) {
    if target.xen.isEarly { return try runEarlyBuild() }
    let parameters: GuestParameters
    let type: GuestTypeName
    if RawElf.isElf(blob, dialect) {
      let kernel = try LinuxElf(blob, dialect)
      parameters = kernel.parameters
      type = kernel.guestType
    } else if let binary = MultibootBinary(blob) {
      parameters = try binary.parameters(knowsFormats: false)
      type = binary.guestType(target)
    } else {
      throw Refusal(
        target.xen < XenRelease(3, 0, 4)
          ? "Unrecognized image format" : "Not a valid ELF or raw kernel image")
    }
    guestType = type
    let layout = LinuxLayout(parameters: parameters, type: type, frames: target.frames)
    self.layout = layout.guest
    try layout.check()
  }
}

extension LinuxElf {
  /// The guest type that it needs, in the terms of later releases. For a 32-bit kernel, it depends
  /// on whether it uses PAE.
  var guestType: GuestTypeName {
    if elf.is64 { return .pv64 }
    return parameters.pae == .none ? .pv32 : .pv32PAE
  }
}

/// The layout of the domain: kernel, P2M table, three pages, page tables and stack, up to a
/// multiple of 4 MiB with at least 512 KiB to spare.
struct LinuxLayout {
  let parameters: GuestParameters
  let type: GuestTypeName
  let frames: UInt64

  private var base: UInt64 { parameters.virtBase ?? 0 }
  private var is64: Bool { type == .pv64 }
  private static let superpage: UInt64 = 4 << 20
  private static let pages: UInt64 = 3

  func check() throws(Refusal) {
    if base % Page.size != 0 { throw Refusal("Guest OS must load to a page boundary.") }
    let kernelEnd = Page.roundUp(parameters.kernelEnd)
    if kernelEnd == 0 { throw Refusal("End of mapped kernel image too close to end of memory") }
    let span = (kernelEnd &- base) >> Page.shift
    if span > frames { throw tooLarge(span) }
    let tables = kernelEnd &+ frameTableSize &+ LinuxLayout.pages * Page.size
    let whole = (end(tables).end &- base) >> Page.shift
    if whole > frames { throw tooLarge(whole) }
    if let page = parameters.hypercallPage, (page &- base) >> Page.shift >= frames {
      let remark = "HYPERCALL_PAGE \(hexadecimal(page)) lies outside the domain's memory"
      throw Refusal("", remark: remark)
    }
  }

  private var frameTableSize: UInt64 { Page.roundUp(frames * (is64 ? 8 : 4)) }

  /// The parts with their addresses, whether or not they fit into the memory.
  var guest: GuestLayout {
    var layout = GuestLayout(base: base)
    var next = parameters.kernelStart
    func place(_ part: GuestLayout.Part, _ size: UInt64) {
      layout.add(part, at: next, size: size)
      next &+= size
    }
    place(.kernel, Page.roundUp(parameters.kernelEnd) &- next)
    place(.p2m, frameTableSize)
    for page in [GuestLayout.Part.startInfo, .store, .console] { place(page, Page.size) }
    let (tables, end) = end(next)
    place(.pageTables, tables * Page.size)
    place(.stack, Page.size)
    layout.mappedEnd = end &- base
    return layout
  }

  private func tooLarge(_ needed: UInt64) -> Refusal {
    Refusal("Initial guest OS requires too much space").needing(frames: needed)
  }

  /// Finds the number of page tables by iteration, because they map themselves.
  private func end(_ start: UInt64) -> (tables: UInt64, end: UInt64) {
    for count in 2...max(2, frames) {
      let stackEnd = start &+ (count + 1) &* Page.size
      var end = (stackEnd &+ (LinuxLayout.superpage - 1)) & ~(LinuxLayout.superpage - 1)
      if end &- stackEnd < 512 << 10 { end &+= LinuxLayout.superpage }
      if tables(end) <= count { return (count, end) }
    }
    return (frames, base &+ (frames + 1) << Page.shift)
  }

  private func tables(_ end: UInt64) -> UInt64 {
    func covering(_ shift: UInt64) -> UInt64 {
      let mask: UInt64 = (1 << shift) - 1
      return (((end &+ mask) & ~mask) &- (base & ~mask)) >> shift
    }
    switch type {
    case .pv64: return 1 &+ covering(39) &+ covering(30) &+ covering(21)
    case .pv32: return 1 &+ covering(22)
    default: return 1 &+ covering(30) &+ covering(21) &+ (end <= 3 << 30 ? 1 : 0)
    }
  }
}
