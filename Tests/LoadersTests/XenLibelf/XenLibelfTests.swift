// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// What libelf learns, as other modules see it.
@Suite struct XenLibelfTests {
  private func parse(_ guest: TestGuest, hvm: Bool = false) -> XenLibelf.Parsed {
    XenLibelf.parse(kernel: Bytes(guest.build().bytes), hvm: hvm)
  }

  @Test func parametersOfAGoodGuest() {
    let parsed = parse(TestGuest())
    let parameters = parsed.parameters
    #expect(parsed.accepts && parsed.source == .ptNote && parsed.broken == nil)
    #expect(parameters.virtBase == TestGuest.base)
    #expect(parameters.kernelStart == TestGuest.base + TestGuest.start)
    #expect(parameters.kernelEnd == TestGuest.base + TestGuest.start + TestGuest.memory)
    #expect(parameters.notes[XenNote.paddrOffset.number] == .number(0))
    #expect(parameters.notes[XenNote.loader.number] == .string(Array("generic".utf8)))
    #expect(parameters.supported == 1 << 11 && parameters.required == 0)
  }

  @Test func sources() {
    var guest = TestGuest()
    guest.notesBySegment = false
    #expect(parse(guest).source == .shtNote)
    guest.speakLegacy(TestGuest.legacyString)
    #expect(parse(guest).source == .legacy)
    #expect(parse(guest, hvm: true).source == .none)
  }

  @Test func brokenIsARemarkNoRefusal() {
    var guest = TestGuest()
    guest.set(TestNote(.bsdSymtab, "yes"))
    let parsed = parse(guest)
    #expect(parsed.accepts)
    #expect(parsed.broken == "invalid ELF handle for symtab section")
  }

  @Test func relocationIsReadFrom4_19On() {
    var guest = TestGuest.pvh(is64: true)
    guest.set(TestNote(.phys32Reloc, [0, 0, 0x20, 0, 0, 0, 0x10, 0]))
    let kernel = Bytes(guest.build().bytes)
    #expect(XenLibelf.parse(kernel: kernel, hvm: true).parameters.relocation == nil)
    let parsed = XenLibelf.parse(kernel: kernel, hvm: true, release: XenRelease(4, 19))
    #expect(parsed.parameters.relocation?.alignment == 0x20_0000)
    #expect(parsed.parameters.relocation?.least == 0x10_0000)
    #expect(parsed.parameters.relocation?.greatest == .max)
  }

  @Test func refusalsInSilenceAreExplained() {
    var guest = TestGuest()
    guest.set(TestNote(.features, "!foo"))
    let refusal = parse(guest).refusal
    #expect(refusal?.words == "")
    #expect(refusal?.reason == "(unknown required feature 'foo')")
  }

  /// An ENTRY whose descriptor lies behind the file, where the process has something mapped: nobody
  /// knows which address that is.
  @Test(arguments: [("3.2", Verdict.Outcome.crash), ("4.3", .refuse)])
  func anEntryFromBehindTheFileDecidesNothing(
    _ release: String, _ outcome: Verdict.Outcome
  ) throws {
    var guest = TestGuest()
    // Before 4.2, unknown features refuse.
    guest.notes.removeAll { $0.type == XenNote.features.number }
    let place = try #require(guest.notes.firstIndex { $0.type == XenNote.entry.number })
    var entry = guest.notes.remove(at: place)
    entry.nameSize = 0xf000
    guest.notes.append(entry)
    let image = GuestImage(name: "test", file: Bytes(guest.build().bytes))
    let target = Target(xen: try #require(XenRelease(release)))
    let verdict = Libxenguest.verdict(on: image, mode: .pv, target: target)
    #expect(verdict.outcome == outcome, "\(verdict.reason ?? "")")
  }
}
