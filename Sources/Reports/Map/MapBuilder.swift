// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestImage
import HypervisorABI
import Loaders

extension GuestMap {
  /// Creates the map for one loader.
  ///
  /// - Parameters:
  ///   - check: the check that provides the target, levels and suppressions.
  ///   - mode: nil for the first mode that the image offers and a loader builds, PV before PVH.
  public init(of image: GuestImage, _ check: ImageCheck, mode: GuestMode?, role: DomainRole) {
    let mode = mode ?? Self.usualMode(of: image, check.target, role)
    var check = check
    (check.modes, check.roles) = ([mode], [role])
    let report = check.report(on: image)
    let loader = Loaders.all.first { $0.role == role && $0.modes.contains(mode) }
    let built = Loaders.build(loader ?? Libxenguest.self, from: image, mode, check.target)
    self.init(image, report, built, check.target)
  }

  /// Creates the map for the loader of the report's first accepting verdict, otherwise of its first
  /// verdict; nil if the report has no verdict.
  public init?(of image: GuestImage, _ report: CheckReport, _ target: Target) {
    let verdict = report.verdicts.first(where: \.accepts) ?? report.verdicts.first
    guard let verdict, let loader = Loaders.all.first(where: { $0.name == verdict.loader }) else {
      return nil
    }
    self.init(
      image, report, Loaders.build(loader, from: image, verdict.mode, target), target)
  }

  private static func usualMode(
    of image: GuestImage, _ target: Target, _ role: DomainRole
  ) -> GuestMode {
    let offer = Subject(image: image, target: target, verdicts: []).offer.modes
    let built = offer.filter { !Loaders.builders(of: $0, roles: [role], in: target.xen).isEmpty }
    return built.first ?? offer.first ?? .pv
  }

  private init(
    _ image: GuestImage, _ report: CheckReport, _ built: BuiltGuest, _ target: Target
  ) {
    let places = MapPlaces(image, built, target)
    self.image = report.image
    subject = CheckText.subject(of: report)
    verdict = VerdictReport(built.verdict)
    memory = target.memory << 20
    base = places.base
    mapped = built.layout?.mappedEnd.map { 0..<$0 }
    omitted = places.omitted
    items = places.items(built.layout)
    marks = report.findings.map(places.mark)
  }
}

/// Finds the parts of a kernel in the domain's memory.
private struct MapPlaces {
  private let elf: ElfFile?
  private let parameters: GuestParameters?
  private let segments: [ElfFile.Segment]
  private let memory: UInt64
  let base: UInt64?
  let omitted: Int
  /// The value to subtract from a segment's physical address to get a pseudo-physical one.
  private let offset: UInt64

  /// The most segments to draw; a kernel has about ten.
  private static let mostSegments = 48

  init(_ image: GuestImage, _ built: BuiltGuest, _ target: Target) {
    elf = try? image.elf.get()
    let isPV = built.verdict.mode == .pv || built.verdict.mode == .shim
    let parsed = image.kernel.map {
      XenLibelf.parse(kernel: $0, hvm: !isPV, release: target.xen)
    }
    parameters = parsed?.parameters
    let file = try? image.elf.get()
    let all = (file?.segments ?? []).filter { $0.isLoad && $0.memorySize > 0 }
    segments = Array(all.prefix(Self.mostSegments))
    omitted = all.count - segments.count
    memory = target.memory << 20
    let virtBase = parameters?.virtBase ?? 0
    base = isPV ? built.layout?.base ?? virtBase : nil
    // If the loader refused the image before it computed the offset, use its default.
    let fallback = parsed?.source == .legacy ? virtBase : 0
    offset = isPV ? parameters?.paddrOffset ?? fallback : 0
  }

  // MARK: items

  func items(_ layout: GuestLayout?) -> [GuestMap.Item] {
    let placed = segments.flatMap(items) + places + (layout?.regions ?? []).compactMap(item)
    let inMemory = placed.filter { $0.physical.lowerBound < memory }
    return inMemory.enumerated().sorted {
      let (left, right) = ($0.element.physical, $1.element.physical)
      if left.lowerBound != right.lowerBound { return left.lowerBound < right.lowerBound }
      return left.count != right.count ? left.count > right.count : $0.offset < $1.offset
    }.map(\.element)
  }

  private func item(_ region: GuestLayout.Region) -> GuestMap.Item? {
    let kind: GuestMap.Kind
    switch region.part {
    case .kernel: return nil
    case .p2m: kind = .frameTable
    case .pageTables: kind = .pageTables
    case .stack: kind = .stack
    case .startInfo, .hvmStartInfo, .store, .console, .sharedInfo: kind = .page
    }
    return GuestMap.Item(
      kind: kind, name: region.part.name, detail: "", physical: region.physical,
      virtual: region.virtual)
  }

  /// The part that is loaded from the file, and the part after it that is zeroed.
  private func items(_ segment: ElfFile.Segment) -> [GuestMap.Item] {
    let start = physical(segment)
    guard let end = sum(start, segment.memorySize) else { return [] }
    let loaded = start + min(segment.fileSize, segment.memorySize)
    let flags =
      (segment.isReadable ? "r" : "-") + (segment.isWritable ? "w" : "-")
      + (segment.isExecutable ? "x" : "-")
    let kind: GuestMap.Kind =
      segment.isExecutable ? .code : segment.isWritable ? .data : .readOnly
    let file = GuestMap.Item(
      kind: kind, name: "segment \(segment.index) \(flags)", detail: sections(of: segment),
      physical: start..<loaded, virtual: virtual(start))
    let rest = GuestMap.Item(
      kind: .zeroed, name: "segment \(segment.index) \(flags), zeroed", detail: "",
      physical: loaded..<end, virtual: virtual(loaded))
    return [file, rest].filter { !$0.physical.isEmpty }
  }

  private static let mostSections = 4

  /// The first sections of a segment: `.text .rodata …`.
  private func sections(of segment: ElfFile.Segment) -> String {
    let inside = (elf?.sections ?? []).lazy.filter {
      $0.isAllocated && $0.size > 0 && segment.contains(virtualAddress: $0.address)
    }.prefix(Self.mostSections + 1).map(\.name)
    let names = inside.prefix(Self.mostSections).joined(separator: " ")
    return names.printable + (inside.count > Self.mostSections ? " …" : "")
  }

  private var places: [GuestMap.Item] {
    var places = [notes].compactMap { $0 }
    guard let parameters else { return places }
    if base == nil {
      if let entry = parameters.physicalEntry.map(UInt64.init) {
        places.append(place(.entry, "PHYS32_ENTRY", entry, size: 0))
      }
      return places
    }
    if let page = parameters.hypercallPage, let start = physical(ofVirtual: page) {
      places.append(place(.hypercallPage, "hypercall page", start, size: 4096))
    }
    if let entry = parameters.entry, let start = physical(ofVirtual: entry) {
      places.append(place(.entry, "entry", start, size: 0))
    }
    return places
  }

  private func place(
    _ kind: GuestMap.Kind, _ name: String, _ start: UInt64, size: UInt64
  ) -> GuestMap.Item {
    GuestMap.Item(
      kind: kind, name: name, detail: symbol(at: start).printable,
      physical: start..<(sum(start, size) ?? start), virtual: virtual(start))
  }

  private func symbol(at start: UInt64) -> String {
    guard
      let segment = segments.last(where: { start &- physical($0) < $0.memorySize })
    else { return "" }
    let linked = segment.virtualAddress &+ (start &- physical(segment))
    return elf?.symbol(at: linked)?.name ?? ""
  }

  /// The range from the first Xen note to the end of the last one; nil if it is not loaded.
  private var notes: GuestMap.Item? {
    let records = elf?.notes.filter(\.isXen).prefix(1024) ?? []
    guard let first = records.min(by: { $0.offset < $1.offset }),
      let last = records.max(by: { $0.offset < $1.offset }),
      let start = physical(ofOffset: first.offset),
      let end = physical(ofOffset: last.descriptorOffset).flatMap({
        sum($0, UInt64(last.descriptor.count))
      }), start <= end
    else { return nil }
    let count = Set(records.map(\.offset)).count
    return GuestMap.Item(
      kind: .notes, name: count == 1 ? "Xen note" : counted(count, "Xen note"), detail: "",
      physical: start..<end, virtual: virtual(start))
  }

  // MARK: addresses

  private func physical(_ segment: ElfFile.Segment) -> UInt64 {
    segment.physicalAddress &- offset
  }

  private func physical(ofVirtual address: UInt64) -> UInt64? {
    base.map { address &- $0 }
  }

  private func virtual(_ physical: UInt64) -> UInt64? { base.map { $0 &+ physical } }

  private func sum(_ start: UInt64, _ size: UInt64) -> UInt64? {
    let (end, wraps) = start.addingReportingOverflow(size)
    return wraps ? nil : end
  }

  private func physical(ofOffset offset: UInt64) -> UInt64? {
    segments.first { offset >= $0.offset && offset - $0.offset < $0.fileSize }
      .map { physical($0) &+ (offset &- $0.offset) }
  }

  // MARK: findings

  func mark(_ finding: FindingReport) -> GuestMap.Mark {
    let place = finding.where.place
    let found = spot(place)
    let isInside = found.map { $0 < memory } ?? false
    return GuestMap.Mark(
      rule: finding.rule, severity: finding.severity, message: finding.message,
      place: finding.where.text, physical: isInside ? found : nil,
      outside: isInside || found == nil ? nil : place.address)
  }

  private func spot(_ place: Place) -> UInt64? {
    if let address = place.address { return spot(address, place) }
    if let index = place.segment, let segment = segments.first(where: { $0.index == index }) {
      return physical(segment)
    }
    return place.offset.flatMap(physical(ofOffset:))
  }

  /// The physical address for a finding's address. A note's address is relative to the loader's
  /// base; an address in a section or in code is a link address.
  private func spot(_ address: UInt64, _ place: Place) -> UInt64? {
    if place.note == XenNote.phys32Entry.name { return address &- offset }
    if place.note != nil, let base { return address &- base }
    let segment = segments.first {
      (place.segment == nil || place.segment == $0.index)
        && $0.contains(virtualAddress: address)
    }
    if let segment { return physical(segment) &+ (address &- segment.virtualAddress) }
    return base.map { address &- $0 } ?? address
  }
}
