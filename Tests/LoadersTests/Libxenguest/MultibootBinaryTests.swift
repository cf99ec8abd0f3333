// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// Flat images with a xen_bin_image_table, against the real library.
@Suite struct MultibootBinaryTests {
  /// A table and the file around it.
  struct Flat: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let accepts: Bool
    var place = 0x40
    var flags: UInt32 = 0x1_8000
    var checksumOff: UInt32 = 0
    /// header_addr, load_addr, load_end_addr, bss_end_addr, entry_addr.
    var addresses: [UInt32] = [0x10_0040, 0x10_0000, 0, 0x10_4000, 0x10_0000]

    init(_ name: String, _ accepts: Bool, _ edit: (inout Flat) -> Void = { _ in }) {
      testDescription = name
      self.accepts = accepts
      edit(&self)
    }

    var bytes: [UInt8] {
      let magic: UInt32 = 0x336e_c578
      let words = [magic, flags, 0 &- magic &- flags &+ checksumOff] + addresses
      var file = [UInt8](repeating: 0x90, count: 0x3000)
      let table = words.flatMap { TestNote.number(UInt64($0), size: 4) }
      file.replaceSubrange(place..<place + table.count, with: table)
      return file
    }
  }

  static let all = [
    Flat("64-bit", true),
    Flat("32-bit without PAE", false) { $0.flags = 0x1_0000 },
    Flat("32-bit with PAE", true) { $0.flags = 0x1_4000 },
    Flat("32-bit of either kind", true) { $0.flags = 0x1_c000 },
    Flat("page-aligned", true) { $0.flags |= 1 },
    Flat("an unknown flag", false) { $0.flags |= 2 },
    Flat("no addresses", false) { $0.flags = 0x8000 },
    Flat("wrong checksum", false) { $0.checksumOff = 1 },
    Flat("behind 8 KiB", false) { $0.place = 0x2000 },
    Flat("header below the load address", false) { $0.addresses[0] = 0xf_0000 },
    Flat("header too far up", false) { $0.addresses[0] = 0x10_1000 },
    Flat("load end behind the file", false) { $0.addresses[2] = 0x10_5000 },
    Flat("bss before the load end", false) {
      ($0.addresses[2], $0.addresses[3]) = (0x10_3000, 0x10_2000)
    },
    Flat("load address unaligned", false) { $0.addresses[1] = 0x10_0004 },
    Flat("no bss", true) { $0.addresses[3] = 0 },
    Flat("entry anywhere", true) { $0.addresses[4] = 0xffff_fff0 },
    Flat("too large", false) { $0.addresses[3] = 0x7000_0000 },
  ]

  @Test(arguments: all) func flat(_ flat: Flat) throws {
    for mode in GuestMode.kernels {
      let comparison = try Comparison(Oracle(), flat.bytes, mode, pv32: true)
      // As PVH, the oracle stops at which of the library's loaders has taken it.
      if mode == .pv { #expect(comparison.disagreement == nil) }
      #expect(comparison.verdict.accepts == flat.accepts)
    }
  }

  /// Only of ELFs the library asks whether they can live in an HVM container; Xen then stops the guest, so
  /// that what goes on as PV from 4.7 to 4.9 counts as refused.
  @Test(arguments: [("4.6", false), ("4.9", false), ("4.10", true), ("4.22", true)])
  func inAnHVMContainer(_ release: String, _ accepts: Bool) throws {
    let target = Target(xen: try #require(XenRelease(release)), pv32: true)
    let image = GuestImage(name: "test", file: Bytes(Flat("", accepts).bytes))
    let verdict = Libxenguest.verdict(on: image, mode: .pvh, target: target)
    #expect(verdict.accepts == accepts, "\(verdict.reason ?? "accepts")")
  }

  /// Before 3.1 the page tables' format was no flag: it made the table an unknown one.
  @Test(arguments: [
    ("3.0.4", 0x1_0000 as UInt32, true), ("3.0.4", 0x1_4000, false), ("3.1", 0x1_4000, true),
  ])
  func formatsCameWith3_1(_ release: String, _ flags: UInt32, _ accepts: Bool) throws {
    let flat = Flat("", accepts) { $0.flags = flags }
    let target = Target(xen: try #require(XenRelease(release)), pv32: true)
    let image = GuestImage(name: "test", file: Bytes(flat.bytes))
    let verdict = Libxenguest.verdict(on: image, mode: .pv, target: target)
    #expect(verdict.accepts == accepts, "\(verdict.reason ?? "")")
  }
}
