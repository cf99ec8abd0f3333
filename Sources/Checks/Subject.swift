// SPDX-License-Identifier: Apache-2.0

import GuestCode
import GuestImage
import HypervisorABI
import Loaders

/// What a rule looks at: the image, what is asked, and the facts that rules share.
public struct Subject: Sendable {
  /// What is checked.
  public let image: GuestImage
  /// The hypervisor that it is checked for.
  public let target: Target
  /// The loaders' verdicts for the modes and roles that were asked for; none stands for all.
  public var verdicts: [Verdict]
  /// The code, by the rules of a PV guest.
  let scans: CodeScans

  /// The kernel's ELF, when there is one.
  let elf: ElfFile?
  /// Its loadable segments.
  let memory: LoadedMemory?
  /// Every note once, in file order, whoever owns it; no more than `mostNotes`.
  let notes: [NoteRecord]
  /// Those of the owner Xen; none where the release reads none.
  let xenNotes: [NoteRecord]
  /// Those of the owner Xen that the release, which is 3.0.2, does not read.
  let unreadNotes: [NoteRecord]
  /// The part of `xenNotes` that Xen's parser gets to: PT_NOTE's if there are any, else all.
  let loaderNotes: [NoteRecord]
  /// What Xen's own parser makes of the kernel as PV and as PVH; nil when there is no kernel.
  let pv: XenLibelf.Parsed?
  let pvh: XenLibelf.Parsed?
  /// Where PV loaders put the kernel.
  let layout: PVLayout?
  /// What the rules before this one have found.
  var found: [Finding] = []

  /// - Parameter scans: of the image's code as a PV guest, where other releases are asked about too.
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
    layout = memory.flatMap { [pv] memory in pv.map { PVLayout($0, memory) } }
  }

  /// A kernel has twenty notes, a hundred sections and ten segments or so; what is beyond these is
  /// nobody's kernel, and rules that look up one in the other stay quick.
  static let mostNotes = 1024
  static let mostSections = 4096
  static let mostSegments = 1024

  /// Segments and sections lead to the same notes; each counts once.
  private static func notesOnce(_ elf: ElfFile) -> [NoteRecord] {
    var seen: Set<UInt64> = []
    let once = elf.notes.filter { seen.insert($0.offset).inserted }
    return Array(once.sorted { $0.offset < $1.offset }.prefix(mostNotes))
  }
}

/// What was asked.
extension Subject {
  /// The PV shim runs a PV guest, too.
  func asks(_ mode: GuestMode) -> Bool {
    verdicts.isEmpty
      || verdicts.contains { $0.mode == mode || ($0.mode == .shim && mode == .pv) }
  }

  /// Whether it is asked of a hypervisor itself, not only of the PV shim.
  var asksHypervisor: Bool { verdicts.isEmpty || verdicts.contains { $0.mode != .shim } }

  func asks(_ role: DomainRole) -> Bool {
    verdicts.isEmpty || verdicts.contains { $0.role == role }
  }
}
