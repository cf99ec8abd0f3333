// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// Where a guest's parts are: what the real library says of each while it places it.
@Suite struct GuestLayoutTests {
  /// A part with its first frame, its frames, and its address.
  private struct Place: Equatable, CustomStringConvertible {
    let name: String
    let frame: UInt64
    let count: UInt64
    let address: UInt64

    var description: String {
      "\(name) \(String(address, radix: 16)) (\(String(frame, radix: 16)) + \(String(count, radix: 16)))"
    }
  }

  /// `xc_dom_alloc_segment:   kernel : 0xa -> 0xb  (pfn 0x1 + 0x2 pages)`, and of a page
  /// `xc_dom_alloc_page   :   console : 0xa (pfn 0x1)`.
  private static func places(in log: String) throws -> [Place] {
    let segment =
      /xc_dom_alloc_segment *: +(.+?) *: 0x([0-9a-f]+) -> 0x[0-9a-f]+ +\(pfn 0x([0-9a-f]+) \+ 0x([0-9a-f]+) pages\)/
    let page = /xc_dom_alloc_page *: +(.+?) *: 0x([0-9a-f]+) \(pfn 0x([0-9a-f]+)\)/
    func number(_ text: Substring) -> UInt64 { UInt64(text, radix: 16) ?? 0 }
    return log.split(separator: "\n").compactMap { line -> Place? in
      if let found = line.firstMatch(of: segment) {
        return Place(
          name: String(found.1), frame: number(found.3), count: number(found.4),
          address: number(found.2))
      }
      return line.firstMatch(of: page).map {
        Place(name: String($0.1), frame: number($0.3), count: 1, address: number($0.2))
      }
    }
  }

  private static func expectAgreement(_ bytes: [UInt8], _ mode: GuestMode, pv32: Bool = false)
    throws
  {
    let image = GuestImage(name: "test", file: Bytes(bytes))
    let built = Libxenguest.build(from: image, mode: mode, target: Target(pv32: pv32))
    let layout = try #require(built.layout)
    let answer = try Oracle().ask(bytes, mode, pv32: pv32)
    #expect(answer.accepts && built.verdict.accepts)
    let real = try places(in: answer.log)
    #expect(!real.isEmpty, "\(answer.log)")
    let mine = layout.regions.map { region in
      Place(
        name: region.part == .hvmStartInfo ? "HVM start info" : region.part.rawValue,
        frame: region.physical.lowerBound >> 12, count: UInt64(region.physical.count) >> 12,
        address: region.virtual ?? region.physical.lowerBound)
    }
    for part in mine {
      let found = real.first { $0.name == part.name || part.name.hasPrefix($0.name) }
      let its = try #require(found, "\(part.name) in \(real)")
      #expect(part.frame == its.frame && part.count == its.count, "\(part), \(its)")
      // The library names the address behind the mapping for a table that INIT_P2M puts elsewhere.
      if part.name != "phys2mach" { #expect(part.address == its.address, "\(part), \(its)") }
    }
    let left = real.filter { its in !mine.contains { $0.name.hasPrefix(its.name) } }
    #expect(left.allSatisfy { $0.name == "padding" }, "\(left)")
  }

  @Test func aSmallGuest() throws {
    try Self.expectAgreement(TestGuest().build().bytes, .pv)
    try Self.expectAgreement(TestGuest.pae.build().bytes, .pv, pv32: true)
    try Self.expectAgreement(TestGuest.pvh(is64: true).build().bytes, .pvh)
  }

  @Test(arguments: DebianImageTests.all.filter { $0.pv != nil })
  func debiansAsPV(_ known: DebianImageTests.Known) throws {
    try Self.expectAgreement(
      GuestImage.open(path: known.path()).file.array, .pv, pv32: true)
  }

  @Test(arguments: DebianImageTests.all.filter(\.pvh))
  func debiansAsPVH(_ known: DebianImageTests.Known) throws {
    try Self.expectAgreement(GuestImage.open(path: known.path()).file.array, .pvh)
  }

  /// Every loader of every release that accepts a guest has placed its parts: none overlaps another, all lie
  /// in the domain's memory, and what maps them ends behind them.
  @Test func partsLieApart() throws {
    let guests: [(TestGuest, [GuestMode])] = [
      (TestGuest(), [.pv, .shim]), (TestGuest.pae, [.pv, .shim]),
      (TestGuest.pvh(is64: true), [.pvh]), (TestGuest.pvh(is64: false), [.pvh]),
    ]
    var count = 0
    for (guest, modes) in guests {
      let image = GuestImage(name: "test", file: Bytes(guest.build().bytes))
      for release in XenRelease.modelled {
        let target = Target(xen: release, pv32: true)
        for loader in Loaders.all {
          for mode in modes where loader.modes.contains(mode) {
            let built = loader.build(from: image, mode: mode, target: target)
            guard built.verdict.accepts else { continue }
            let layout = try #require(built.layout, "\(loader.name) \(release)")
            let ranges = layout.regions.map(\.physical).sorted { $0.lowerBound < $1.lowerBound }
            let isApart = zip(ranges, ranges.dropFirst()).allSatisfy {
              $0.upperBound <= $1.lowerBound
            }
            #expect(isApart, "\(loader.name) \(release): \(layout)")
            #expect(ranges.allSatisfy { $0.upperBound <= target.memory << 20 })
            #expect(layout.regions.contains { $0.part == .kernel })
            #expect((layout.base == nil) == (mode == .pvh))
            if let end = layout.mappedEnd {
              #expect(ranges.allSatisfy { $0.upperBound <= end }, "\(loader.name) \(release)")
              #expect(layout.regions.contains { $0.part == .stack })
            }
            count += 1
          }
        }
      }
    }
    #expect(count > 100)
  }
}
