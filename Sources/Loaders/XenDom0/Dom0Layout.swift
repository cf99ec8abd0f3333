// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The layout of a PV initial domain: kernel, P2M table, start_info, page tables and stack, up to a
/// multiple of 4 MiB (x86/pv/dom0_build.c@4.17, dom0_construct_pv).
struct Dom0Layout {
  let kernel: ElfKernel
  /// The domain's memory, in frames.
  private let memoryFrames: UInt64
  /// The number of ring pages after start_info.
  private let rings: UInt64
  /// The page-table format; nil for a type that no hypervisor builds.
  private let width: PageTables.Width?
  private let release: XenRelease
  /// The virtual addresses of the initial mapping; `end` is exclusive.
  private(set) var start: UInt64 = 0
  private(set) var end: UInt64 = 0
  /// The number of page tables.
  private var tableCount: UInt64 = 0

  /// - Parameter isShim: whether the PV shim builds the domain, with the XenStore and console pages
  ///   of a domU.
  init(kernel: ElfKernel, target: Target, isShim: Bool = false) {
    self.kernel = kernel
    memoryFrames = target.frames
    rings = isShim ? 2 : 0
    release = target.xen
    width = PageTables.Width(
      guestType: kernel.elf.is64 ? GuestTypeName.pv64 : kernel.i386Type(target))
  }

  private var parameters: GuestParameters { kernel.parameters }
  private var isCompat: Bool { kernel.elf.is32 }
  private var p2mBase: UInt64? { isCompat ? nil : parameters.p2mBase }
  private static let superpage: UInt64 = 4 << 20

  /// Checks HV_START_LOW of a 32-bit kernel, rounded up to 2 MiB.
  func checkHypervisorStart() throws(Refusal) {
    guard isCompat, let low = parameters.hypervisorStartLow else { return }
    let mask: UInt64 = (2 << 20) - 1
    if (low &+ mask) & ~mask > HypervisorAddresses.compatStart {
      throw Refusal("Dom0 expects too high a hypervisor start address")
    }
  }

  mutating func place() throws(Refusal) {
    start = parameters.virtBase ?? 0
    (tableCount, end) = mapping()
    let needed = frames(end &- start)
    if needed > domainFrames {
      throw Refusal("Domain 0 allocation is too small for kernel image").needing(frames: needed)
    }
    if needed > memoryFrames {
      throw Refusal("Not enough RAM for domain 0 allocation").needing(frames: needed)
    }
    let overlaps =
      isCompat
      ? end > HypervisorAddresses.compatStart
      : start < HypervisorAddresses.own.upperBound && end > HypervisorAddresses.own.lowerBound
    if overlaps { throw Refusal("DOM0 image overlaps with Xen private area.") }
  }

  /// The size of a frame number in the P2M table, in bytes.
  private var numberSize: UInt64 { isCompat ? 4 : 8 }

  /// The number of frames that the domain is to have. Without INIT_P2M, the kernel, the P2M table
  /// and as much again must fit between VIRT_BASE and the top of the address space; otherwise the
  /// number is reduced. If the kernel itself is too large for that, the result can exceed the
  /// existing memory (x86/dom0_build.c@4.17, dom0_compute_nr_pages).
  private var domainFrames: UInt64 {
    let all = memoryFrames
    guard parameters.p2mBase == nil else { return all }
    let start = parameters.virtBase ?? 0
    let kernelEnd = Page.roundUp(parameters.kernelEnd)
    var end = kernelEnd &+ all * numberSize
    if end > start { end &+= end &- start }
    let top: UInt64 = isCompat ? 1 << 32 : 0
    let fits = end > start && (!isCompat || end <= top)
    return fits ? all : (top &- kernelEnd) / (2 * numberSize)
  }

  /// The size of the P2M table after the kernel; 0 if INIT_P2M places it elsewhere.
  private var frameTableSize: UInt64 { p2mBase == nil ? domainFrames &* numberSize : 0 }
  private var startInfo: UInt64 {
    Page.roundUp(Page.roundUp(parameters.kernelEnd) &+ frameTableSize)
  }

  /// Finds the number of page tables by iteration, because they map themselves.
  private func mapping() -> (tables: UInt64, end: UInt64) {
    let pageTables = startInfo &+ (1 + rings) &* Page.size
    var count: UInt64 = 2
    while true {
      let stackEnd = pageTables &+ (count + 1) &* Page.size
      var end = (stackEnd &+ (Dom0Layout.superpage - 1)) & ~(Dom0Layout.superpage - 1)
      if end &- stackEnd < 512 << 10 { end &+= Dom0Layout.superpage }
      if tables(end) <= count || count > memoryFrames { return (count, end) }
      count += 1
    }
  }

  /// The placed parts. The frames of a P2M table that INIT_P2M places elsewhere come after the
  /// mapping.
  var guest: GuestLayout {
    var layout = GuestLayout(base: start)
    let (kernel, behind) = (parameters.kernelStart, Page.roundUp(parameters.kernelEnd))
    layout.add(.kernel, at: kernel, size: behind &- kernel)
    if p2mBase == nil { layout.add(.p2m, at: behind, size: Page.roundUp(frameTableSize)) }
    var next = startInfo
    func place(_ part: GuestLayout.Part, _ pages: UInt64 = 1) {
      layout.add(part, at: next, size: pages &* Page.size)
      next &+= pages &* Page.size
    }
    place(.startInfo)
    if rings > 0 {
      place(.store)
      place(.console)
    }
    place(.pageTables, tableCount)
    place(.stack)
    layout.mappedEnd = end &- start
    if let p2mBase {
      let size = Page.roundUp(memoryFrames &* numberSize)
      layout.add(.p2m, at: p2mBase, size: size, physical: end &- start)
    }
    return layout
  }

  /// The number of tables that map up to an address. With PAE there is one of the third level and
  /// all four of the second. A 64-bit hypervisor, which runs such domains since 3.1, counts one of
  /// the fourth level too, although they need none, until 4.3 (x86/domain_build.c@4.2 and @4.3).
  private func tables(_ end: UInt64) -> UInt64 {
    switch width?.levels {
    case 2: return 1 &+ covering(end, shift: 22)
    case 3:
      let countsFourthLevel = release >= XenRelease(3, 1) && release < XenRelease(4, 3)
      return (countsFourthLevel ? 6 : 5) &+ covering(end, shift: 21)
    default:
      return 1 &+ covering(end, shift: 39) &+ covering(end, shift: 30) &+ covering(end, shift: 21)
    }
  }

  /// The number of tables of a level that cover the mapping.
  private func covering(_ end: UInt64, shift: UInt64) -> UInt64 {
    let mask: UInt64 = (1 << shift) - 1
    return (((end &+ mask) & ~mask) &- ((parameters.virtBase ?? 0) & ~mask)) >> shift
  }

  /// The number of frames for a size, rounded up to a power of two.
  private func frames(_ bytes: UInt64) -> UInt64 {
    let pages = (bytes &- 1) >> Page.shift
    return 1 << UInt64(UInt64.bitWidth - pages.leadingZeroBitCount)
  }

  func checkHypercallPage() throws(Refusal) {
    guard let page = parameters.hypercallPage else { return }
    if page < start || page >= end {
      throw Refusal("Invalid HYPERCALL_PAGE field in ELF notes.")
    }
  }

  /// The hypervisor does not check whether INIT_P2M can be mapped, and faults if not.
  func checkP2M() throws(Refusal) {
    guard let table = p2mBase else { return }
    let tableEnd = table &+ memoryFrames * 8
    if start <= tableEnd, table <= end {
      throw Refusal("DOM0 P->M table overlaps initial mapping")
    }
    if !HypervisorAddresses.isGuest(table) || !HypervisorAddresses.isGuest(tableEnd) {
      throw Refusal("", remark: "the hypervisor faults on INIT_P2M \(hexadecimal(table))")
    }
  }
}
