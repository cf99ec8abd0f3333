// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage
import HypervisorABI

/// The ELF loader of 2.0 to 3.0.4, of which the toolstack and the hypervisor had a copy each
/// (tools/libxc/xc_linux_build.c@2.0.6, xc_load_elf.c@3.0.0, xen/common/elf.c; parseelfimage). Up to
/// 3.0.2 they support only the string in the section `__xen_guest`; 3.0.3 introduced notes.
struct LinuxElf {
  let elf: RawElf
  let dialect: Dialect
  /// The kernel's parameters; addresses are truncated to the width of the build.
  private(set) var parameters = GuestParameters()
  /// The physical address that corresponds to VIRT_BASE.
  private(set) var paddrOffset: UInt64 = 0

  private var release: XenRelease { dialect.release }
  private var isFirst: Bool { release < XenRelease(3, 0, 3) }

  /// Parses a kernel, or throws the loader's refusal.
  init(_ blob: KernelBlob, _ dialect: Dialect) throws(Refusal) {
    elf = RawElf(blob, dialect)
    self.dialect = dialect
    do throws(Refusal) {
      try parse()
    } catch {
      let refusal = elf.lost ?? error
      throw isForeign ? Refusal(refusal.words, remark: Self.ofOther, kind: refusal.kind) : refusal
    }
    if let lost = elf.lost { throw lost }
  }

  private mutating func parse() throws(Refusal) {
    if !isFirst { try checkHeader() }
    try checkTables()
    let words = try LinuxParameters.find(in: elf, dialect)
    try words.check()
    parameters.pae = release.isEarly ? .none : words.pae
    parameters.wantsSymbols = words.wantsSymbols
    isFirst ? try layOutByString(words) : try layOut(words)
    parameters.hypercallPage = words.hypercallPage(base: parameters.virtBase ?? 0)
    if words.isString { parameters.source = .legacy } else { parameters.source = .shtNote }
  }

  /// Truncates an address or sum to the width of the build.
  private func cut(_ value: UInt64) -> UInt64 { elf.is64 ? value : value & UInt64(UInt32.max) }

  /// Whether a file is read as one of 32 bits, although it is another.
  private var isForeign: Bool { release.isEarly && elf.elfClass != UInt8(ELFCLASS32) }
  private static let ofOther = "it reads every file as one of 32 bits, and builds no others"

  private var span: MemorySpan {
    var (start, end) = (cut(.max), UInt64(0))
    for segment in elf.segments where elf.isLoadable(segment) {
      let field: ElfField = release.usesVirtualAddresses ? .virtualAddress : .physicalAddress
      let address = elf.value(field, at: segment)
      start = min(start, address)
      end = max(end, cut(address &+ elf.value(.memorySize, at: segment)))
    }
    return MemorySpan(start: start, end: end)
  }

  /// The layout up to 3.0.2: p_paddr is a virtual address, in 2.0 p_vaddr, and the entry is that of the
  /// ELF header.
  private mutating func layOutByString(_ words: LinuxParameters) throws(Refusal) {
    let (span, entry) = (span, elf.header(.entry))
    guard span.start <= span.end, span.start <= entry, entry <= span.end else {
      throw Refusal("Malformed ELF image.")
    }
    (parameters.kernelStart, parameters.kernelEnd) = (span.start, span.end)
    parameters.entry = entry
    let base = words.number(.virtBase).map(cut) ?? span.start
    (parameters.virtBase, paddrOffset) = (base, base)
  }

  private mutating func layOut(_ words: LinuxParameters) throws(Refusal) {
    let (base, offset) = (words.number(.virtBase), words.number(.paddrOffset))
    if offset != nil, base == nil {
      throw Refusal(
        "Neither ELF_PADDR_OFFSET nor VIRT_BASE found in ELF  notes or __xen_guest section.")
    }
    parameters.virtBase = base ?? 0
    paddrOffset = offset ?? (words.isString ? base ?? 0 : 0)
    let shift = (base ?? 0) &- paddrOffset
    var (start, end) = (cut(.max), UInt64(0))
    for (index, segment) in elf.segments.enumerated() where elf.isLoadable(segment) {
      let address = cut(elf.value(.physicalAddress, at: segment) &+ shift)
      let behind = cut(address &+ elf.value(.memorySize, at: segment))
      if behind < address { throw Refusal("ELF program header \(index) is too large.") }
      (start, end) = (min(start, address), max(end, behind))
    }
    (parameters.kernelStart, parameters.kernelEnd) = (start, end)
    let entry = words.number(.entry).map(cut) ?? elf.header(.entry)
    parameters.entry = entry
    guard start <= end, start <= entry, entry <= end, base ?? 0 <= start else {
      throw Refusal("ELF start or entries are out of bounds.")
    }
  }
}

extension XenRelease {
  /// Whether its loaders put a segment where p_vaddr says; later ones use p_paddr.
  public var usesVirtualAddresses: Bool { isEarly }
}

extension GuestParameters {
  /// The parameters of a PV kernel for building a domain of a release.
  ///
  /// - Parameter kernel: the ELF file, unpacked, which a loader of that release accepts.
  public static func ofKernel(_ kernel: Bytes, in release: XenRelease) -> GuestParameters {
    guard release.isEarly else {
      return XenLibelf.parse(kernel: kernel, hvm: false, release: release).parameters
    }
    let dialect = Dialect(host: .toolstack, release: release)
    return (try? LinuxElf(KernelBlob(bytes: kernel), dialect))?.parameters ?? GuestParameters()
  }
}

/// The checks of the header.
extension LinuxElf {
  private static let machine32 = UInt64(EM_386)
  private static let machine64 = UInt64(EM_X86_64)

  private func checkHeader() throws(Refusal) {
    let machine = elf.is64 ? LinuxElf.machine64 : LinuxElf.machine32
    let isOwnClass = elf.elfClass == UInt8(elf.is64 ? ELFCLASS64 : ELFCLASS32)
    let isLittle = elf.order == UInt8(ELFDATA2LSB)
    let isExecutable = elf.header(.type) == UInt64(ET_EXEC)
    if elf.header(.machine) == machine, isOwnClass, isLittle, isExecutable { return }
    if release < XenRelease(3, 0, 4) { throw Refusal("Kernel not a Xen-compatible Elf image.") }
    if elf.header(.machine) != machine {
      throw mismatch("architecture", elf.header(.machine), machine, elf.is64 ? "x86_64" : "i386")
    }
    if !isOwnClass {
      let name = "\(elf.is64 ? 64 : 32)-bit"
      throw mismatch("wordsize", UInt64(elf.elfClass), elf.is64 ? 2 : 1, name)
    }
    if !isLittle { throw mismatch("endianness", UInt64(elf.order), 1, "Little-Endian") }
    throw Refusal(
      "Kernel ELF type '\(elf.header(.type))' does not match Xen type '\(ET_EXEC)'")
  }

  private func mismatch(
    _ what: String, _ found: UInt64, _ wanted: UInt64, _ name: String
  ) -> Refusal {
    Refusal("Kernel ELF \(what) '\(found)' does not match Xen \(what) '\(wanted)' (\(name))")
  }

  private func checkTables() throws(Refusal) {
    try checkTable("program", .segmentTable, .segmentSize, .segmentCount)
    try checkTable("section", .sectionTable, .sectionSize, .sectionCount)
  }

  private func checkTable(
    _ name: String, _ start: ElfField, _ size: ElfField, _ count: ElfField
  ) throws(Refusal) {
    let end = cut(elf.header(start) &+ elf.header(size) &* elf.header(count))
    if end > elf.blob.size { throw Refusal("ELF \(name) headers extend beyond end of image.") }
  }
}
