// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Loaders

/// The initial memory layout of a PV domain: page numbers relative to the domain's first page,
/// which are also pages relative to VIRT_BASE.
///
/// The order is that of the builder: for the initial domain the hypervisor's
/// (x86/pv/dom0_build.c@4.17, dom0_construct_pv), for a domU libxenguest's (xg_dom_core.c,
/// xg_dom_x86.c@4.17). Whether these builders accept a kernel is decided by the models of the
/// loaders, not here.
struct DomainLayout {
  private let type: GuestType
  private let role: DomainRole
  /// The virtual address of the domain's first page.
  let base: UInt64
  /// The virtual address after the last mapped page.
  private(set) var end: UInt64 = 0
  /// The pages of the initial ramdisk, which are unmapped if the kernel asked for that.
  private(set) var initrd: Range<UInt64> = 0..<0
  private(set) var isInitrdMapped = true
  private(set) var frameTable: Range<UInt64> = 0..<0
  /// The page tables of the frame list if INIT_P2M places it elsewhere. They follow the list
  /// directly, and start_info counts them with it.
  private(set) var frameTableTables: Range<UInt64> = 0..<0
  /// The virtual address of the frame list: after the kernel, or as INIT_P2M says.
  private(set) var frameTableAddress: UInt64 = 0
  /// The place of the frame list as INIT_P2M asks for it; nil if it follows the kernel. The note is
  /// for 64-bit kernels only.
  let frameTablePlace: UInt64?
  private(set) var startInfo: UInt64 = 0
  private(set) var store: UInt64?
  private(set) var console: UInt64?
  private(set) var tables: Range<UInt64> = 0..<0
  private(set) var stack: UInt64 = 0

  /// The mapped part ends at a multiple of 4 MiB, at least 512 KiB after its last element
  /// (start-of-day memory layout, public/xen.h@4.17).
  private static let superpage: UInt64 = 4 << 20
  private static let leastRoom: UInt64 = 512 << 10

  /// - Parameters:
  ///   - kernel: the parameters from the kernel's notes.
  ///   - type: the kernel's type.
  ///   - role: the domain's role.
  ///   - frames: the number of frames of the domain.
  ///   - initrdSize: in bytes.
  init(
    _ kernel: GuestParameters, _ type: GuestType, role: DomainRole, frames: UInt64,
    initrdSize: UInt64
  ) {
    base = kernel.virtBase ?? 0
    self.type = type
    self.role = role
    frameTablePlace = type.is64 ? kernel.p2mBase : nil
    var next = (Self.roundUp(kernel.kernelEnd) &- base) >> Self.shift
    let initrdPages = Self.pages(initrdSize)
    isInitrdMapped = !kernel.unmappedInitrd || initrdPages == 0
    if isInitrdMapped {
      initrd = next..<next + initrdPages
      next += initrdPages
    }
    let tableSize = Self.pages(frames * UInt64(type.wordSize))
    if frameTablePlace == nil {
      frameTableAddress = base + next << Self.shift
      frameTable = next..<next + tableSize
      next += tableSize
    }
    startInfo = next
    next += 1
    if role == .domU {
      store = next
      console = next + 1
      next += 2
    }
    placeTables(at: next)
    next = mappedPages
    if let address = frameTablePlace {
      frameTableAddress = address
      frameTable = next..<next + tableSize
      next += tableSize
      let last = address &+ tableSize << Self.shift &- 1
      let needed = [39, 30, 21].reduce(UInt64(0)) { $0 + (last >> $1 - address >> $1 + 1) }
      frameTableTables = next..<next + needed
      next += needed
    }
    if !isInitrdMapped { initrd = next..<next + initrdPages }
  }

  /// The layout of Xen 2.0 for every role: the kernel, the ramdisk, the list of frames, the page tables,
  /// start_info and the stack (tools/libxc/xc_linux_build.c, xen/arch/x86/domain.c@2.0.6).
  init(early kernel: GuestParameters, frames: UInt64, initrdSize: UInt64) {
    (base, type, role, frameTablePlace) = (kernel.virtBase ?? 0, .twoLevels, .domU, nil)
    let first = (Self.roundUp(kernel.kernelEnd) &- base) >> Self.shift
    initrd = first..<first + Self.pages(initrdSize)
    frameTableAddress = base + initrd.upperBound << Self.shift
    let size = Self.pages(frames * UInt64(type.wordSize))
    frameTable = initrd.upperBound..<initrd.upperBound + size
    placeTables(at: frameTable.upperBound, startInfoPages: 1)
    startInfo = tables.upperBound
  }

  /// Places the page tables. They also map themselves, so their number is found by iteration.
  ///
  /// - Parameter startInfoPages: the number of pages between them and the stack.
  private mutating func placeTables(at first: UInt64, startInfoPages: UInt64 = 0) {
    var count: UInt64 = 2
    while true {
      stack = first + count + startInfoPages
      var limit = Self.roundUp(base + (stack + 1) << Self.shift, to: Self.superpage)
      if limit - (base + (stack + 1) << Self.shift) < Self.leastRoom { limit += Self.superpage }
      let needed = needed(upTo: limit)
      if needed <= count {
        tables = first..<first + count
        end = limit
        return
      }
      count = needed
    }
  }

  private func needed(upTo limit: UInt64) -> UInt64 {
    switch type {
    case .pv64: return 1 + covering(limit, 39) + covering(limit, 30) + covering(limit, 21)
    case .twoLevels: return 1 + covering(limit, 22)
    case .pae:
      // The last L2 always exists; the initial domain has all four.
      let lower = covering(limit, 30) + (limit <= Self.lastQuarter ? 1 : 0)
      return 1 + (role == .dom0 ? 4 : lower) + covering(limit, 21)
    }
  }

  /// The first address of the last L2 with PAE.
  private static let lastQuarter: UInt64 = 3 << 30

  /// The number of tables, each covering 2^bits bytes, that map from the base up to the limit.
  private func covering(_ limit: UInt64, _ bits: UInt64) -> UInt64 {
    (limit &- 1) >> bits &- base >> bits &+ 1
  }

  /// The number of pages mapped from the base.
  var mappedPages: UInt64 { (end &- base) >> Self.shift }
  /// The number of pages that the domain must have.
  var leastFrames: UInt64 {
    max(
      mappedPages, frameTable.upperBound, frameTableTables.upperBound, initrd.upperBound)
  }

  func address(_ page: UInt64) -> UInt64 { base &+ page << Self.shift }

  private static let shift = MachineMemory.pageShift
  private static func pages(_ bytes: UInt64) -> UInt64 { roundUp(bytes) >> shift }
  private static func roundUp(_ value: UInt64, to step: UInt64 = 4096) -> UInt64 {
    (value &+ step &- 1) & ~(step - 1)
  }
}
