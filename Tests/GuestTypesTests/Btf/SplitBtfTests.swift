// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import GuestTypes
import HypervisorABI
import Testing

/// BTF of modules, in files of its own, and newer than what is known.
@Suite struct SplitBtfTests {
  /// BTF by hand: little-endian words.
  private struct Section {
    var types: [UInt32] = []
    var strings: [UInt8] = [0]
    var first = 0

    mutating func name(_ text: String) -> UInt32 {
      strings += Array(text.utf8) + [0]
      return UInt32(first + strings.count - text.utf8.count - 1)
    }

    mutating func integer(_ text: String, _ size: UInt32) {
      types += [name(text), 1 << 24, size, size * 8]
    }

    mutating func structure(_ text: String, _ size: UInt32, _ members: [(String, UInt32, UInt32)]) {
      let head = name(text)
      let rows = members.flatMap { [name($0.0), $0.1, $0.2 * 8] }
      types += [head, 4 << 24 | UInt32(members.count), size] + rows
    }

    /// - Parameter layout: bytes behind the head and of each element, by kind.
    func bytes(layout: [(UInt8, UInt8)] = []) -> [UInt8] {
      let head: UInt32 = layout.isEmpty ? 24 : 32
      let count = UInt32(types.count * 4)
      var words: [UInt32] = [0x0001_eb9f, head, 0, count, count, UInt32(strings.count)]
      if !layout.isEmpty {
        words += [count + UInt32(strings.count), UInt32(layout.count * 4)]
      }
      return (words + types).flatMap { word in (0..<4).map { UInt8(word >> (8 * $0) & 0xff) } }
        + strings + layout.flatMap { [$0.0, $0.1, 0, 0] }
    }
  }

  private var kernel: Section {
    var base = Section()
    base.integer("unsigned int", 4)
    base.integer("unsigned short", 2)
    base.integer("long unsigned int", 8)
    base.structure("evtchn_send", 4, [("port", 1, 0)])
    return base
  }

  private var module: Section {
    var module = Section()
    module.first = kernel.strings.count
    module.strings = []
    module.structure(
      "xen_netif_tx_request", 12,
      [("gref", 1, 0), ("flags", 2, 4), ("offset", 2, 6), ("id", 2, 8), ("size", 2, 10)])
    return module
  }

  /// What it is refused with; empty when it is not.
  private func refusal(_ body: () throws -> Any) -> String {
    do { _ = try body() } catch { return "\(error)" }
    return ""
  }

  private func image(_ bytes: [UInt8], _ name: String) -> GuestImage {
    GuestImage(name: name, file: Bytes(bytes))
  }

  /// A module whose names its kernel has, all of them, has an empty string section.
  @Test func aModuleWithoutStringsOfItsOwn() throws {
    var names = kernel
    let port = names.name("port")
    let structure = names.name("evtchn_send")
    var module = Section()
    module.strings = []
    module.types = [structure, 4 << 24 | 1, 8, port, 1, 32]
    let base = image(names.bytes(), "vmlinux.btf")
    let types = try TypeSources.open(.image(image(module.bytes(), "m.btf"), base: base))
    let layout = try types.layouts(of: ["evtchn_send"])["evtchn_send"]
    #expect(layout?.size == 8 && layout?.members.map(\.offset) == [4])
    let alone = refusal {
      try TypeSources.open(.image(image(module.bytes(), "m.btf"), base: nil)).layouts(of: [])
    }
    #expect(alone.contains("--base"), "\(alone)")
  }

  @Test func aModuleOnItsKernel() throws {
    let types = try TypeSources.open(
      .image(image(module.bytes(), "m.btf"), base: image(kernel.bytes(), "vmlinux.btf")))
    let names: Set = ["xen_netif_tx_request", "evtchn_send"]
    let layouts = try types.layouts(of: names)
    #expect(Set(layouts.keys) == ["xen_netif_tx_request"])
    #expect(layouts["xen_netif_tx_request"]?.members.map(\.offset) == [0, 4, 6, 8, 10])
    #expect(layouts["xen_netif_tx_request"]?.members.map(\.type).first == "unsigned int")
    #expect(types.description == "BTF of m.btf on that of vmlinux.btf")
  }

  /// A module that has none of its own uses its kernel's.
  @Test func aModuleWithoutTypesOfItsOwn() throws {
    var bare = Section()
    bare.first = kernel.strings.count
    bare.strings = []
    bare.structure("mine", 4, [("x", 1, 0)])
    let types = try TypeSources.open(
      .image(image(bare.bytes(), "m.btf"), base: image(kernel.bytes(), "vmlinux.btf")))
    #expect(Set(try types.layouts(of: ["evtchn_send", "mmu_update"]).keys) == ["evtchn_send"])
  }

  /// Names of the module's begin in the middle of its strings, or ids lead beyond its types.
  @Test func anotherKernelIsRefused() {
    var other = Section()
    other.integer("unsigned char", 1)
    other.integer("long unsigned int", 8)
    other.structure("evtchn_unmask_and_more", 1, [("port", 1, 0)])
    let words = refusal {
      try TypeSources.open(
        .image(image(module.bytes(), "m.btf"), base: image(other.bytes(), "other.btf")))
    }
    #expect(
      words.contains("does not match that of other.btf, which is from another build"), "\(words)")
    #expect(words.contains("--base"))
  }

  @Test func aModuleAloneIsRefused() {
    #expect(
      refusal { try TypeSources.open(.image(image(module.bytes(), "m.btf"))) }.contains("--base"))
  }

  @Test func aFileOfItsOwn() throws {
    let types = try TypeSources.open(.image(image(kernel.bytes(), "vmlinux.btf")))
    #expect(types.architecture == .x86_64)
    #expect(try types.layouts(of: ["evtchn_send"]).count == 1)
    let big = kernel.bytes().enumerated().map { index, byte in
      index == 0 ? UInt8(0xeb) : index == 1 ? 0x9f : byte
    }
    #expect(
      refusal { try TypeSources.open(.image(image(big, "big.btf"))) }.contains("big-endian BTF"))
  }

  /// What the section describes is stepped over, and said.
  @Test func kindsThatAreNotKnown() throws {
    var newer = kernel
    newer.types += [0, 21 << 24 | 2, 0, 7, 8, 9]
    newer.structure("evtchn_bind_virq", 12, [("virq", 1, 0), ("vcpu", 1, 4), ("port", 1, 8)])
    var layout = [(UInt8, UInt8)](repeating: (0, 0), count: 22)
    layout[21] = (4, 4)
    let types = try TypeSources.open(.image(image(newer.bytes(layout: layout), "n.btf")))
    #expect(try types.layouts(of: ["evtchn_bind_virq"])["evtchn_bind_virq"]?.size == 12)
    #expect(types.remarks.count == 1)
    #expect(
      refusal { try TypeSources.open(.image(image(newer.bytes(), "n.btf"))) }.contains("kind 21"))
  }

  /// Since Linux 7.2 an info has 7 bits of kind and 24 of count; 5 and 16 of them would make this a
  /// record of kind 1 that begins with the wrong words.
  @Test func kindsAndCountsOfTheWiderInfo() throws {
    var newer = kernel
    newer.types += [0, 0x61 << 24 | 0x1_0001, 0, 7]
    newer.structure("evtchn_bind_virq", 12, [("virq", 1, 0), ("vcpu", 1, 4), ("port", 1, 8)])
    var layout = [(UInt8, UInt8)](repeating: (0, 0), count: 0x62)
    layout[0x61] = (4, 0)
    let types = try TypeSources.open(.image(image(newer.bytes(layout: layout), "n.btf")))
    #expect(try types.layouts(of: ["evtchn_bind_virq"])["evtchn_bind_virq"]?.size == 12)
    #expect(types.remarks.first?.contains("kinds up to 97") == true)
    #expect(
      refusal { try TypeSources.open(.image(image(newer.bytes(), "n.btf"))) }.contains("kind 97"))
  }
}
