// SPDX-License-Identifier: Apache-2.0

import GuestCode
import GuestImage
import HypervisorABI
import Loaders

/// The subject of a check: the image, the question, and the facts that rules share.
public struct Subject: Sendable {
  /// The image to check.
  public let image: GuestImage
  /// The hypervisor to check the image for.
  public let target: Target
  /// The loaders' verdicts for the modes and roles that were asked for; empty means all modes and
  /// roles.
  public var verdicts: [Verdict]
  /// The scans of the code as that of a PV guest.
  let scans: CodeScans

  /// The kernel's ELF file; nil if there is none.
  let elf: ElfFile?
  /// The kernel's loadable segments in memory; nil if there is no ELF file.
  let memory: LoadedMemory?
  /// All notes without duplicates, of any owner, in the order of the file; at most `mostNotes`.
  let notes: [NoteRecord]
  /// The notes with the owner Xen; empty if the release does not read notes.
  let xenNotes: [NoteRecord]
  /// The notes with the owner Xen if the release does not read notes, as 3.0.0 and 3.0.2 do not; else
  /// empty.
  let unreadNotes: [NoteRecord]
  /// The notes that Xen's parser reads: those in PT_NOTE segments, or if there are none, all
  /// `xenNotes`.
  let loaderNotes: [NoteRecord]
  /// The result of Xen's own parser for the kernel as PV and as PVH; nil if there is no kernel.
  let pv: XenLibelf.Parsed?
  let pvh: XenLibelf.Parsed?
  /// The addresses where PV loaders put the kernel; nil if there is no kernel.
  let layout: PVLayout?
  /// The findings of the rules that ran before the current one.
  var found: [Finding] = []

  /// - Parameter scans: the scans of the image's code as that of a PV guest, to share them between
  ///   checks for several releases; nil to make new ones.
  public init(
    image: GuestImage, target: Target, verdicts: [Verdict], scans: CodeScans? = nil
  ) {
    self.scans = scans ?? CodeScans(image, as: .pv)
    self.image = image
    self.target = target
    self.verdicts = verdicts
    elf = try? image.elf.get()
    memory = elf.map(LoadedMemory.init)
    notes = elf.map(Self.notesOnce) ?? []
    let ownNotes = notes.filter(\.isXen)
    xenNotes = target.xen.readsNotes ? ownNotes : []
    unreadNotes = target.xen.readsNotes ? [] : ownNotes
    let kernel = image.kernel
    pv = kernel.map { XenLibelf.parse(kernel: $0, hvm: false, release: target.xen) }
    pvh = kernel.map { XenLibelf.parse(kernel: $0, hvm: true, release: target.xen) }
    let segments = elf?.noteSegments ?? []
    let inSegments = xenNotes.filter { note in segments.contains { $0.holds(note.offset) } }
    loaderNotes = inSegments.isEmpty ? xenNotes : inSegments
    layout = memory.flatMap { [pv] memory in
      pv.map { PVLayout($0, memory, isVirtual: target.xen.usesVirtualAddresses) }
    }
  }

  /// Limits that keep rules fast which match notes with sections and segments. A kernel has about
  /// twenty notes, a hundred sections and ten segments.
  static let mostNotes = 1024
  static let mostSections = 4096
  static let mostSegments = 1024

  /// The notes without duplicates: segments and sections contain the same notes.
  private static func notesOnce(_ elf: ElfFile) -> [NoteRecord] {
    var seen: Set<UInt64> = []
    let once = elf.notes.filter { seen.insert($0.offset).inserted }
    return Array(once.sorted { $0.offset < $1.offset }.prefix(mostNotes))
  }
}

/// What was asked.
extension Subject {
  /// Whether a mode was asked for. The PV shim counts as PV, because it runs a PV guest.
  func asks(_ mode: GuestMode) -> Bool {
    verdicts.isEmpty
      || verdicts.contains { $0.mode == mode || ($0.mode == .shim && mode == .pv) }
  }

  /// Whether the question is about a hypervisor itself, and not only about the PV shim.
  var asksHypervisor: Bool { verdicts.isEmpty || verdicts.contains { $0.mode != .shim } }

  func asks(_ role: DomainRole) -> Bool {
    verdicts.isEmpty || verdicts.contains { $0.role == role }
  }
}
