// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The builders of Xen 2.0: the toolstack's and the hypervisor's do the same, in words of their own
/// (tools/libxc/xc_linux_build.c, setup_guestos, and xen/arch/x86/domain.c, construct_dom0; @2.0.6).
/// They build 32-bit guests without PAE.
extension DomainBuild {
  mutating func runEarlyBuild() throws(Refusal) {
    guestType = .pv32
    let layout = try EarlyLayout(of: blob, in: target, host: .toolstack)
    self.layout = layout.guest
    try layout.check()
  }
}

/// The layout of such a domain: kernel, P2M table, page tables, start_info and stack, up to a multiple
/// of 4 MiB with at least 512 KiB to spare.
struct EarlyLayout {
  private let parameters: GuestParameters
  private let frames: UInt64
  private let host: Dialect.Host

  /// - Throws: the refusal of the parser.
  init(of blob: KernelBlob, in target: Target, host: Dialect.Host) throws(Refusal) {
    let dialect = Dialect(host: host, release: target.xen)
    guard RawElf.isElf(blob, dialect) else {
      throw Refusal("Kernel image does not have an ELF header.")
    }
    parameters = try LinuxElf(blob, dialect).parameters
    frames = target.frames
    self.host = host
  }

  private static let superpage: UInt64 = 4 << 20
  /// The hypervisor's own mapping of the images while it builds the domain.
  private static let leastOfDom0: UInt64 = 1 << 30
  private static let narrow: UInt64 = 0xffff_ffff

  private var base: UInt64 { parameters.virtBase ?? 0 }

  func check() throws(Refusal) {
    if base % Page.size != 0 {
      throw Refusal(
        host == .toolstack
          ? "Guest OS must load to a page boundary."
          : "Initial guest OS must load to a page boundary.")
    }
    // The addresses have 32 bits, so that a mapping up to their end seems to have no size.
    let size = (end &- base) & Self.narrow
    if size > frames << Page.shift {
      throw Refusal("Initial guest OS requires too much space").needing(frames: size >> Page.shift)
    }
    if host == .hypervisor, base < Self.leastOfDom0 {
      throw Refusal("Initial loading isn't allowed to lowest 1GB of memory.")
    }
    if parameters.kernelStart < base || parameters.kernelEnd &- base > size {
      throw .writes(outside: "the guest's memory")
    }
  }

  private var frameTableStart: UInt64 { Page.roundUp(parameters.kernelEnd) }
  private var tablesStart: UInt64 { Page.roundUp(frameTableStart &+ frames * 4) }

  /// The number of page tables, which map themselves, and the end of the mapping.
  private var mapping: (tables: UInt64, end: UInt64) {
    var count: UInt64 = 2
    while true {
      let stackEnd = tablesStart &+ (count + 2) &* Page.size
      var end = (stackEnd &+ (Self.superpage - 1)) & ~(Self.superpage - 1)
      if end &- stackEnd < 512 << 10 { end &+= Self.superpage }
      let needed = (end &- base &+ (Self.superpage - 1)) / Self.superpage &+ 1
      if needed <= count || count > frames { return (count, end) }
      count += 1
    }
  }

  private var end: UInt64 { mapping.end }

  /// The parts with their addresses, whether or not they fit into the memory.
  var guest: GuestLayout {
    var layout = GuestLayout(base: base)
    let (tables, end) = mapping
    layout.add(.kernel, at: parameters.kernelStart, size: frameTableStart &- parameters.kernelStart)
    layout.add(.p2m, at: frameTableStart, size: tablesStart &- frameTableStart)
    layout.add(.pageTables, at: tablesStart, size: tables * Page.size)
    let startInfo = tablesStart &+ tables * Page.size
    layout.add(.startInfo, at: startInfo, size: Page.size)
    layout.add(.stack, at: startInfo &+ Page.size, size: Page.size)
    layout.mappedEnd = end &- base
    return layout
  }
}
