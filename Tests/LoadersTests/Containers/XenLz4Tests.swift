// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// Xen's own LZ4 decoder, of each release and on both sides.
@Suite struct XenLz4Tests {
  /// It ends in zeros that no header leads to.
  private static let kernel = TestGuest().build().bytes + [UInt8](repeating: 0, count: 20_000)
  private static let size = TestNote.number(UInt64(kernel.count), size: 4)
  private static let magic = TestNote.number(0x184c_2102, size: 4)

  private func accepts(
    _ release: String, _ payload: [UInt8], _ loader: any Loader.Type
  ) throws -> Bool {
    let image = GuestImage(name: "test", file: Bytes(BzImage(payload: payload).bytes))
    let target = Target(xen: try #require(XenRelease(release)))
    return loader.verdict(on: image, mode: .pv, target: target).accepts
  }

  private func check(_ payload: [UInt8], dom0: [(String, Bool)], domU: [(String, Bool)]) throws {
    for (release, expected) in dom0 {
      #expect(try accepts(release, payload, XenDom0.self) == expected, "dom0 \(release)")
    }
    for (release, expected) in domU {
      #expect(try accepts(release, payload, Libxenguest.self) == expected, "domU \(release)")
      if release == "4.17" {
        #expect(try Oracle().ask(BzImage(payload: payload).bytes, .pv).accepts == expected)
      }
    }
  }

  private func block(_ bytes: [UInt8]) -> [UInt8] {
    TestNote.number(UInt64(bytes.count), size: 4) + bytes
  }

  /// A run of literals, and a match behind it when it has a length.
  private func sequence(_ literals: ArraySlice<UInt8>, match: Int? = nil, at distance: Int = 16)
    -> [UInt8]
  {
    var count = [UInt8(min(literals.count, 15)) << 4 | UInt8((match ?? 4) - 4)]
    var rest = literals.count - 15
    while rest >= 0 {
      count.append(UInt8(min(rest, 255)))
      rest -= 255
    }
    return count + literals + (match == nil ? [] : TestNote.number(UInt64(distance), size: 2))
  }

  /// Every kernel that a packer has looked for short matches in.
  @Test func shortMatches() throws {
    let payload = Packer.pack(Self.kernel, .lz4)
    let broken = [
      ("4.4.1", false), ("4.5", false), ("4.8", false), ("4.11.3", false), ("4.12.1", false),
    ]
    let right = [("4.4", true), ("4.11.4", true), ("4.12.2", true), ("4.13", true), ("4.17", true)]
    try check(payload, dom0: broken + right, domU: broken + right)
    #expect(try !accepts("4.3", payload, XenDom0.self))
    let image = GuestImage(name: "test", file: Bytes(BzImage(payload: payload).bytes))
    let verdict = XenDom0.verdict(on: image, mode: .pv, target: Target(xen: XenRelease(4, 8)))
    #expect(
      verdict.reason
        == "Decoding failed (this release refuses LZ4 with a match of fewer than 8 bytes)")
  }

  /// A stream is gone through once for all releases, which refuse different matches in it.
  @Test func oneImageForAllReleases() throws {
    let split = Self.kernel.count - 13
    let late = sequence(Self.kernel[..<split], match: 8) + sequence(Self.kernel.suffix(5))
    let early =
      sequence(Self.kernel[..<split], match: 5) + sequence(Self.kernel[(split + 5)...])
    let payloads = [
      Packer.pack(Self.kernel, .lz4), Self.magic + block(late) + Self.size,
      Self.magic + block(early) + Self.size, Array(Packer.pack(Self.kernel, .lz4).dropLast(8)),
    ]
    let updates = try ["4.4.1", "4.4.3", "4.5.1", "4.11.4", "4.12.2"].map {
      try #require(XenRelease($0))
    }
    let releases = XenRelease.modelled + updates
    for payload in payloads {
      let file = Bytes(BzImage(payload: payload).bytes)
      let image = GuestImage(name: "test", file: file)
      for release in releases + releases.reversed() {
        for loader: any Loader.Type in [XenDom0.self, Libxenguest.self] {
          let target = Target(xen: release)
          let alone = GuestImage(name: "test", file: file)
          #expect(
            loader.verdict(on: image, mode: .pv, target: target)
              == loader.verdict(on: alone, mode: .pv, target: target), "\(release)")
        }
      }
    }
  }

  /// A long match in the last 16 bytes of a block.
  @Test func aMatchNearTheEnd() throws {
    let split = Self.kernel.count - 13
    let bytes =
      sequence(Self.kernel[..<split], match: 8) + sequence(Self.kernel.suffix(5))
    try check(
      Self.magic + block(bytes) + Self.size,
      dom0: [
        ("4.4.1", true), ("4.4.3", false), ("4.5", true), ("4.5.1", false), ("4.8", false),
        ("4.12.1", false), ("4.12.2", true), ("4.17", true),
      ], domU: [("4.4.1", true), ("4.8", true), ("4.12.1", true), ("4.17", true)])
  }

  /// The toolstack takes a block of no bytes for one of no output; liblz4 does not.
  @Test func anEmptyBlock() throws {
    let whole = Packer.pack(Self.kernel, .lz4)
    let payload: [UInt8] = Array(whole[..<(whole.count - 4)]) + block([]) + Self.size
    try check(
      payload, dom0: [("4.4", false), ("4.17", false), ("4.22", false)],
      domU: [("4.4", true), ("4.17", true), ("4.21", true), ("4.22", false)])
  }

  /// The hypervisor finds out how long a block is, whatever its size says.
  @Test(arguments: [1, -1, 0x7fff_0000]) func aWrongSizeOfABlock(_ error: Int) throws {
    var payload = Packer.pack(Self.kernel, .lz4)
    let right = payload.count - 12
    payload.replaceSubrange(4..<8, with: TestNote.number(UInt64(right + error), size: 4))
    try check(
      payload, dom0: [("4.4", true), ("4.13", true), ("4.17", true), ("4.22", true)],
      domU: [("4.4", false), ("4.17", false), ("4.22", false)])
  }

  /// Two archives, one behind the other: the hypervisor wants 8 MiB or all of the rest of each block.
  @Test func twoArchives() throws {
    let halves = [Array(Self.kernel[..<6000]), Array(Self.kernel[6000...])].map { part in
      let payload = Packer.pack(part, .lz4)
      return Array(payload[..<(payload.count - 4)])
    }
    try check(
      halves[0] + halves[1] + Self.size, dom0: [("4.4", false), ("4.17", false)],
      domU: [("4.4", true), ("4.17", true), ("4.22", true)])
  }

  /// Blocks of 8 MiB, as kernels have.
  @Test func severalBlocks() throws {
    let kernel = Self.kernel + [UInt8](repeating: 7, count: 9 << 20)
    let blocks = [Array(kernel[..<(8 << 20)]), Array(kernel[(8 << 20)...])].flatMap { part in
      let payload = Packer.pack(part, .lz4)
      return Array(payload[4..<(payload.count - 4)])
    }
    try check(
      Self.magic + blocks + TestNote.number(UInt64(kernel.count), size: 4),
      dom0: [("4.4", true), ("4.17", true)], domU: [("4.4", true), ("4.17", true), ("4.22", true)])
  }
}
