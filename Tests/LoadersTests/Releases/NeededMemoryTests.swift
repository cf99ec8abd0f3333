// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// The memory that a refusal names.
@Suite struct NeededMemoryTests {
  private static let images: [GuestImage] = {
    var large = TestGuest()
    large.segments[0].memorySize = 0x123_4567
    var elsewhere = TestGuest()
    elsewhere.notes.append(TestNote(.initP2M, 0xffff_8000_0000_0000))
    var old = TestGuest()
    old.speakLegacy(TestGuest.legacyString)
    let guests = [TestGuest(), large, elsewhere, old, .pae, .pvh(is64: true), .pvh(is64: false)]
    let plain = guests.map { $0.build().bytes }
    let packed = plain.map { BzImage(payload: Packer.pack($0, .gzip)).bytes }
    return (plain + packed).map { GuestImage(name: "test", file: Bytes($0)) }
  }()

  /// Whoever gives the domain what a loader asks for is not asked for more; a mebibyte less is too little.
  @Test(arguments: XenRelease.modelled) func isEnough(_ release: XenRelease) throws {
    var named = 0
    for (index, image) in Self.images.enumerated() {
      for loader in Loaders.all {
        for mode in loader.modes where mode != .hvm {
          func verdict(_ memory: UInt64) -> Verdict {
            let target = Target(xen: release, pv32: true, memory: memory)
            return loader.verdict(on: image, mode: mode, target: target)
          }
          for memory: UInt64 in [1, 2, 3, 4, 8, 16, 32] {
            let small = verdict(memory)
            // What loads it with much memory lacks memory, and says how much.
            if small.outcome == .refuse, small.neededMemory == nil, verdict(1024).accepts {
              Issue.record("\(index) \(loader.name) \(mode) \(memory): \(small.reason ?? "")")
            }
            guard let needed = small.neededMemory else { continue }
            let what: Comment = "\(index) \(loader.name) \(mode) \(memory): \(small.reason ?? "")"
            #expect(needed.mebibytes > memory, what)
            #expect(
              small.reason?.contains("needs \(needed.text), the domain has \(memory) MiB") == true,
              what)
            let given = verdict(needed.mebibytes)
            #expect(given.accepts == needed.isEnough, what)
            #expect(given.neededMemory == nil, what)
            #expect(!verdict(needed.mebibytes - 1).accepts, what)
            named += 1
          }
        }
      }
    }
    // 3.0.2 refuses all of these guests; releases before 4.2 do not know the feature
    // dom0, and refuse those that have it.
    if release >= XenRelease(3, 0, 3) { #expect(named > (release < XenRelease(4, 2) ? 3 : 20)) }
  }

  /// A kernel of 512 MiB: its page tables and the table of frames come after it, up to a multiple of 4
  /// MiB of addresses; the initial domain gets a power of two.
  @Test func aLargeKernel() throws {
    var guest = TestGuest()
    guest.segments[0].memorySize = 0x2000_0000
    let image = GuestImage(name: "test", file: Bytes(guest.build().bytes))
    let verdicts = Loaders.verdicts(
      on: image, modes: [.pv], roles: [.domU, .dom0], target: Target(memory: 64))
    #expect(verdicts.map(\.neededMemory?.text) == ["516 MiB", "1024 MiB"])
  }

  /// What refuses the image with more memory too may hide a step that needs even more.
  @Test func atLeast() throws {
    var guest = TestGuest()
    guest.notes.append(TestNote(.hypercallPage, TestGuest.base &+ 1 << 40))
    let image = GuestImage(name: "test", file: Bytes(guest.build().bytes))
    let verdict = Libxenguest.verdict(on: image, mode: .pv, target: Target(memory: 1))
    let needed = try #require(verdict.neededMemory)
    #expect(needed.text.hasPrefix("at least ") && verdict.reason?.contains(needed.text) == true)
  }
}
