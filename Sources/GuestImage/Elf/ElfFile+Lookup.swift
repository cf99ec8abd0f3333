// SPDX-License-Identifier: Apache-2.0

extension ElfFile {
  /// The first loaded segment that contains a virtual address.
  public func segment(containing virtualAddress: UInt64) -> Segment? {
    let map = lazyMaps.get(.segments) {
      segments.map { $0.isLoad ? ClosedRange(from: $0.virtualAddress, count: $0.memorySize) : nil }
    }
    return map.first(at: virtualAddress).map { segments[$0] }
  }

  /// The first loaded segment that contains a physical address.
  public func segment(containingPhysical address: UInt64) -> Segment? {
    let map = lazyMaps.get(.physicalSegments) {
      segments.map { $0.isLoad ? ClosedRange(from: $0.physicalAddress, count: $0.memorySize) : nil }
    }
    return map.first(at: address).map { segments[$0] }
  }

  /// The first allocated section that contains a virtual address.
  public func section(containing virtualAddress: UInt64) -> Section? {
    let map = lazyMaps.get(.sections) {
      sections.map { $0.isAllocated ? ClosedRange(from: $0.address, count: $0.size) : nil }
    }
    return map.first(at: virtualAddress).map { sections[$0] }
  }

  /// The first section with a name.
  public func section(named name: String) -> Section? { sections.first { $0.name == name } }

  /// The section's bytes; nil if they are out of bounds, or the section has none in the file.
  public func contents(of section: Section) -> Bytes? {
    guard section.hasContents else { return nil }
    return bytes.slice(at: section.offset, count: section.size)
  }

  /// The segment's bytes in the file; nil if they are out of bounds.
  public func contents(of segment: Segment) -> Bytes? {
    bytes.slice(at: segment.offset, count: segment.fileSize)
  }

  /// The file offset of the byte at a virtual address; nil if no segment loads it from the file, as
  /// for bss.
  public func fileOffset(ofVirtual address: UInt64) -> UInt64? {
    guard let segment = segment(containing: address) else { return nil }
    let distance = address - segment.virtualAddress
    guard distance < segment.fileSize else { return nil }
    let (offset, overflow) = segment.offset.addingReportingOverflow(distance)
    return !overflow && offset < UInt64(bytes.count) ? offset : nil
  }

  /// Whether an address is executable: by the flags of its section, or of its segment if it is not
  /// in a section.
  public func isExecutable(at virtualAddress: UInt64) -> Bool {
    if let section = section(containing: virtualAddress) { return section.isExecutable }
    return segment(containing: virtualAddress)?.isExecutable ?? false
  }

  /// The string in the section `__xen_guest`, by which kernels described themselves before ELF
  /// notes.
  public var legacy: LegacyString? {
    guard let section = section(named: LegacyString.sectionName),
      let contents = contents(of: section)
    else { return nil }
    return LegacyString(contents, section: section.index)
  }
}
