// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Loaders

/// Where the parts of a PV domain lie when it starts: page numbers from the domain's first, which are
/// pages from VIRT_BASE on, too.
///
/// The order is that of the builder: the hypervisor's for the initial domain (x86/pv/dom0_build.c@4.17,
/// dom0_construct_pv), libxenguest's for others (xg_dom_core.c, xg_dom_x86.c@4.17). The loaders' models
/// say whether these builders take a kernel at all; here it is built.
struct DomainLayout {
  /// Virtual address of the domain's first page.
  let base: UInt64
  /// Virtual address behind the last mapped page.
  private(set) var end: UInt64 = 0
  /// Pages of each part. The initial ramdisk's are unmapped where the kernel asked for that.
  private(set) var initrd: Range<UInt64> = 0..<0
  private(set) var isInitrdMapped = true
  private(set) var frameTable: Range<UInt64> = 0..<0
  /// Page tables of its own, right behind it, where INIT_P2M wants it elsewhere: start_info counts them
  /// with it.
  private(set) var frameTableTables: Range<UInt64> = 0..<0
  /// Its address: behind the kernel, or where INIT_P2M wants it.
  private(set) var frameTableAddress: UInt64 = 0
  private(set) var startInfo: UInt64 = 0
  private(set) var store: UInt64?
  private(set) var console: UInt64?
  private(set) var tables: Range<UInt64> = 0..<0
  private(set) var stack: UInt64 = 0

  private static let superpage: UInt64 = 4 << 20
  private static let leastRoom: UInt64 = 512 << 10

  /// - Parameters:
  ///   - frames: of the domain.
  ///   - initrdSize: in bytes.
  init(
    _ kernel: GuestParameters, role: DomainRole, frames: UInt64, initrdSize: UInt64,
    hasFrameTable: Bool
  ) {
    base = kernel.virtBase ?? 0
    var next = (Self.roundUp(kernel.kernelEnd) &- base) >> Self.shift
    let initrdPages = Self.pages(initrdSize)
    isInitrdMapped = !kernel.unmappedInitrd || initrdPages == 0
    if isInitrdMapped {
      initrd = next..<next + initrdPages
      next += initrdPages
    }
    let tableSize = Self.pages(frames * 8)
    if !hasFrameTable {
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
    if hasFrameTable, let address = kernel.p2mBase {
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

  /// The tables map themselves, so that their number takes a search.
  private mutating func placeTables(at first: UInt64) {
    var count: UInt64 = 4
    while true {
      stack = first + count
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
    1 + covering(limit, 39) + covering(limit, 30) + covering(limit, 21)
  }

  /// How many tables that each cover 2^bits bytes map from the base to there.
  private func covering(_ limit: UInt64, _ bits: UInt64) -> UInt64 {
    (limit &- 1) >> bits &- base >> bits &+ 1
  }

  /// Pages that are mapped from the base on.
  var mappedPages: UInt64 { (end &- base) >> Self.shift }
  /// Pages that the domain must have.
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
