// SPDX-License-Identifier: Apache-2.0

import Checks
import Generators
import GuestImage
import HypervisorABI
import Loaders

/// The smallest kernel with the described notes, to be checked like any other kernel. Symbols get
/// plausible addresses; numbers are as described.
struct NoteTrial {
  private let notes: NoteDescription

  init(_ notes: NoteDescription) { self.notes = notes }

  /// Checks the kernel.
  ///
  /// - Throws: the first error of a rule, or the first refusal by a loader.
  func check() throws {
    let image = GuestImage(name: "the description", file: Bytes(bytes))
    let target = Target(xen: .standard, pv32: true)
    let modes: [GuestMode] = isPV ? isPVH ? [.pv, .pvh] : [.pv] : [.pvh]
    let verdicts = Loaders.verdicts(on: image, modes: modes, roles: [.domU], target: target)
    let findings = Rules.findings(Subject(image: image, target: target, verdicts: verdicts))
    if let finding = findings.first(where: { $0.severity == .error }) {
      throw DescriptionError(description: "\(finding.rule): \(finding.message)")
    }
    if let refusal = verdicts.first(where: { !$0.accepts }) {
      throw DescriptionError(
        description: "\(refusal.mode) loaders would refuse it: \(refusal.reason ?? "")")
    }
  }

  private var isPVH: Bool { notes.value(of: .phys32Entry) != nil }
  private var isPV: Bool { notes.value(of: .xenVersion) != nil || !isPVH }
}

extension NoteTrial {
  private var isNarrow: Bool { notes.architecture == .i386 }
  private var word: Int { notes.architecture.wordSize }

  private func number(_ note: XenNote, symbol: UInt64) -> UInt64 {
    switch notes.value(of: note) {
    case .number(let number): number
    case .symbol, .symbol32: symbol
    case .string, nil: symbol
    }
  }

  private var base: UInt64 {
    let usual: UInt64 = isNarrow ? 0xc000_0000 : 0xffff_ffff_8000_0000
    return notes.value(of: .virtBase) == nil ? 0 : number(.virtBase, symbol: usual)
  }

  /// The virtual address of the code: 1 MiB after the base, unless the entry is given as a number.
  private var code: UInt64 {
    if case .number(let entry) = notes.value(of: .entry) { return entry & ~0xfff }
    return base &+ 0x10_0000
  }

  private var offset: UInt64 { number(.paddrOffset, symbol: 0) }

  /// The address of a symbol. The hypercall page is the second page of the code; the entry is the
  /// start of the first.
  private func value(of note: XenNote) -> UInt64 {
    switch note.number {
    case XenNote.virtBase.number: base
    case XenNote.hypercallPage.number: code &+ 0x1000
    case XenNote.phys32Entry.number: code &- base &+ offset
    default: code
    }
  }

  private var noteBytes: [UInt8] {
    notes.notes.flatMap { note, value -> [UInt8] in
      let descriptor: [UInt8] =
        switch value {
        case .string(let text): Array(text.utf8) + [0]
        case .number(let number): little(number, word)
        case .symbol: little(self.value(of: note), word)
        case .symbol32: little(self.value(of: note), 4)
        }
      let owner = Array(XenNote.owner.utf8) + [0]
      let head = [UInt64(owner.count), UInt64(descriptor.count), UInt64(note.number)]
      return head.flatMap { little($0, 4) } + padded(owner) + padded(descriptor)
    }
  }

  private func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  /// The ELF file: one segment with three pages of `nop`, followed by the notes.
  private var bytes: [UInt8] {
    let note = noteBytes
    let size = UInt64(0x3000 + (note.count + 0xfff) & ~0xfff)
    let headers =
      header + segment(1, 5, 0x1000, code, size)
      + segment(
        4, 4, 0x4000, code &+ 0x3000, UInt64(note.count))
    let nops = [UInt8](repeating: 0x90, count: 0x3000)
    let body = padding(headers, to: 0x1000) + nops + note
    return padding(body, to: 0x1000 + Int(size))
  }

  private func padding(_ bytes: [UInt8], to size: Int) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: max(0, size - bytes.count))
  }

  private var header: [UInt8] {
    let size = isNarrow ? 52 : 64
    let identity: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, isNarrow ? 1 : 2, 1, 1] + little(0, 9)
    let machine: UInt64 = isNarrow ? 3 : 62
    let segmentSize: UInt64 = isNarrow ? 32 : 56
    let head = little(2, 2) + little(machine, 2) + little(1, 4)
    let places = little(code, word) + little(UInt64(size), word) + little(0, word)
    let sizes = [UInt64(size), segmentSize, 2, 0, 0, 0].flatMap { little($0, 2) }
    return identity + head + places + little(0, 4) + sizes
  }

  private func segment(
    _ type: UInt64, _ flags: UInt64, _ start: UInt64, _ address: UInt64, _ size: UInt64
  ) -> [UInt8] {
    let physical = address &- base &+ offset
    let extent = [start, address, physical, size, size].flatMap { little($0, word) }
    return isNarrow
      ? little(type, 4) + extent + little(flags, 4) + little(4096, 4)
      : little(type, 4) + little(flags, 4) + extent + little(4096, 8)
  }
}
