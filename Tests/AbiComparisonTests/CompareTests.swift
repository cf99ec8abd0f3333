// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import GuestTypes
import HypervisorABI
import Testing

/// Every rule, on structures of a few members.
@Suite struct CompareTests {
  /// `name, offset, size` a row.
  private func layout(_ rows: (String, Int, Int)...) -> TypeLayout {
    TypeLayout(
      name: "x", kind: .struct, size: rows.map { $0.1 + $0.2 }.max() ?? 0,
      members: rows.map { Layout.Member(name: $0.0, offset: $0.1, size: $0.2, type: "") })
  }

  private func kinds(_ used: TypeLayout, _ other: TypeLayout) -> [String] {
    compare(used: used, with: other).map { "\($0.used?.name ?? "-") \($0.kind)" }
  }

  private var model: TypeLayout { layout(("a", 0, 4), ("b", 4, 4), ("c", 8, 8)) }

  @Test func likenessIsNoDifference() {
    #expect(kinds(model, model).isEmpty)
  }

  @Test func aMemberMoves() {
    let used = layout(("a", 0, 4), ("c", 4, 8))
    #expect(kinds(used, model) == ["c moved"])
    #expect(compare(used: used, with: model).first?.other.map(\.name) == ["c", "b"])
  }

  @Test func aMemberIsResized() {
    #expect(kinds(layout(("a", 0, 4), ("b", 4, 2), ("c", 8, 8)), model) == ["b resized"])
  }

  @Test func twoMembersAreExchanged() {
    let used = layout(("b", 0, 4), ("a", 4, 4), ("c", 8, 8))
    let differences = compare(used: used, with: model)
    #expect(differences.map(\.kind) == [.swapped, .swapped])
    #expect(differences.map { $0.other.map(\.name) } == [["b", "a"], ["a", "b"]])
  }

  @Test func growthAtTheEndIsAdded() {
    #expect(kinds(layout(("a", 0, 4), ("d", 16, 4)), model).first == "d added")
    #expect(kinds(layout(("a", 0, 4), ("d", 16, 4)), model).count == 3)
  }

  @Test func paddingIsFreeOnBothSides() {
    let padded = layout(("a", 0, 4), ("_pad0[4]", 4, 4), ("c", 8, 8))
    #expect(kinds(padded, model) == ["- undeclared"])
    #expect(kinds(model, padded) == ["b added"])
    let wide = layout(("a", 0, 4), ("unused2", 2, 14))
    #expect(kinds(wide, model) == ["- undeclared", "- undeclared"])
  }

  @Test func aNameMayDiffer() {
    #expect(kinds(layout(("first", 0, 4), ("b", 4, 4), ("c", 8, 8)), model) == ["first renamed"])
    #expect(kinds(layout(("both", 0, 8), ("c", 8, 8)), model) == ["both renamed"])
    let array = layout(("all[4]", 0, 16))
    #expect(kinds(model, array).allSatisfy { $0.hasSuffix("renamed") })
  }

  @Test func aNameForSeveralMembersLeavesThemOut() {
    let used = layout(("all", 0, 16), ("b", 4, 4))
    #expect(kinds(used, model).first == "all overlapping")
  }

  @Test func aStrangeCutOverlaps() {
    let used = layout(("odd", 2, 4), ("c", 8, 8))
    let difference = compare(used: used, with: model).first
    #expect(difference?.kind == .overlapping)
    #expect(difference?.isBreaking == true)
    #expect(difference?.other.map(\.name) == ["a", "b"])
  }

  @Test func aNewArmOfAUnionIsNoOverlap() {
    let model = layout(("cmd", 0, 4), ("u.a", 4, 4), ("u.b.x", 4, 2), ("u.b.y", 6, 6))
    let used = layout(("cmd", 0, 4), ("u.a", 4, 4), ("u.c.z", 5, 2))
    #expect(kinds(used, model).first == "u.c.z alternative")
    #expect(kinds(layout(("cmd", 0, 4), ("u.c.z", 5, 2)), model).first == "u.c.z overlapping")
    #expect(
      kinds(layout(("cmd", 0, 4), ("big", 2, 8), ("u.a", 4, 4)), model).first == "big overlapping")
  }

  @Test func anArmThatIsNotThereIsNoOtherName() {
    let model = layout(("cmd", 0, 4), ("u.a.x", 4, 4), ("u.b.y", 4, 4))
    let used = layout(("cmd", 0, 4), ("u.a.x", 4, 4), ("u.c.z", 4, 4))
    #expect(kinds(used, model) == ["u.c.z alternative"])
    #expect(
      kinds(layout(("cmd", 0, 4), ("u.a.x", 4, 4), ("u.a.z", 4, 4)), model) == ["u.a.z renamed"])
    #expect(
      kinds(layout(("cmd", 0, 4), ("u.a.x", 4, 4), ("u.c.y", 4, 4)), model) == ["u.c.y renamed"])
  }

  @Test func unionsMayBeAnonymous() {
    let (named, anonymous) = (
      layout(("x.u.a", 0, 4), ("x.u.b", 4, 4)), layout(("x.a", 0, 4), ("x.b", 4, 2))
    )
    #expect(kinds(anonymous, named) == ["x.b resized"])
    #expect(kinds(named, anonymous) == ["x.u.b resized"])
  }

  @Test func namesAreTranslated() {
    let (used, other) = (layout(("sec", 4, 4), ("nsec", 0, 4)), layout(("s", 0, 4), ("n", 4, 4)))
    #expect(kinds(used, other) == ["sec renamed", "nsec renamed"])
    let differences = compare(used: used, with: other, names: ["sec": "s", "nsec": "n"])
    #expect(differences.map(\.kind) == [.swapped, .swapped])
  }

  @Test func aHandleIsItsPointer() {
    #expect(kinds(layout(("list.p", 0, 8)), layout(("list", 0, 8))).isEmpty)
  }

  @Test func bitFieldsAreComparedBitByBit() {
    let one = layout(("event:28", 0, 4), ("_type:4", 3, 4))
    #expect(kinds(one, one).isEmpty)
    let other = layout(("event:24", 0, 4), ("_type:8", 3, 4))
    #expect(kinds(one, other) == ["event:28 resized", "_type:4 moved"])
  }

  @Test func anArrayWithoutBoundFitsAnyOther() {
    let (old, new) = (
      layout(("a", 0, 4), ("ring[1]", 4, 16)), layout(("a", 0, 4), ("ring[0]", 4, 0))
    )
    #expect(kinds(old, new).isEmpty && kinds(new, old).isEmpty)
    #expect(
      kinds(layout(("ring[1]", 4, 16), ("end", 20, 4)), new) == [
        "ring[1] resized", "end added", "- undeclared",
      ])
  }

  @Test func emptyLayoutsCompare() {
    #expect(kinds(layout(), layout()).isEmpty)
    #expect(kinds(layout(("none", 0, 0)), model).first == "none added")
  }

  /// What lies under an arm's member has its own name on both sides: that is not another name of it.
  @Test func aMemberOfAnArmIsNotAnotherArms() {
    let used = layout(("u.one.a", 0, 8), ("u.two.b", 0, 8), ("u.two.c", 8, 8))
    let other = layout(("u.one.a", 0, 8), ("u.two.c", 8, 8))
    #expect(kinds(used, other) == ["u.two.b alternative"])
    let renamed = layout(("u.one.a", 0, 8), ("u.two.d", 0, 8), ("u.two.c", 8, 8))
    #expect(kinds(used, renamed) == ["u.two.b renamed"])
  }

  /// Of arrays, the size of an element counts; of all else a structure may grow.
  @Test(arguments: [("mmu_update", 24, ["stride"]), ("start_info", 24, []), ("mmu_update", 16, [])])
  func elements(name: String, size: Int, expected: [String]) {
    let other = TypeLayout(name: name, kind: .struct, size: 16, members: [])
    let used = TypeLayout(name: name, kind: .struct, size: size, members: [])
    #expect(compare(used: used, with: other).map { "\($0.kind)" } == expected)
  }

  /// Every element has one size in all releases, or the guest of one could not pass arrays to another.
  @Test func elementsAreKnown() {
    for name in Structure.elements {
      for architecture in Architecture.allCases {
        let sizes = XenRelease.modelled.compactMap {
          Layout(name, in: $0, on: architecture)?.size
        }
        #expect(!sizes.isEmpty && Set(sizes).count == 1, "\(name): \(sizes)")
      }
    }
  }

  @Test(arguments: [
    (Layout.ValueKind.unsigned, Layout.ValueKind.signed, true), (.float, .unsigned, true),
    (.unsigned, .float, true), (.bigEndian, .unsigned, true), (.signed, .unsigned, false),
    (.pointer, .unsigned, false), (.unsigned, .pointer, false), (.signed, .signed, false),
  ])
  func kinds(used: Layout.ValueKind, other: Layout.ValueKind, isDifferent: Bool) {
    func found(size: Int) -> [String] {
      let layouts = [used, other].map {
        TypeLayout(
          name: "x", kind: .struct, size: size,
          members: [Layout.Member(name: "a", offset: 0, size: size, type: "", kind: $0)])
      }
      return compare(used: layouts[0], with: layouts[1]).map { "\($0.kind)" }
    }
    #expect(found(size: 2) == (isDifferent ? ["retyped"] : []))
    // Of 32 bits, the same number is equal with a sign and without.
    #expect(found(size: 4) == (isDifferent && other != .signed ? ["retyped"] : []))
  }

  /// What is known of Xen's history.
  @Test func seesReleasesDiffer() throws {
    func differences(_ name: String, _ used: XenRelease, _ other: XenRelease) throws -> [String] {
      let layouts = try [used, other].map {
        TypeLayout(try #require(Layout(name, in: $0, on: .x86_64)))
      }
      return compare(used: layouts[0], with: layouts[1]).filter { $0.kind != .undeclared }
        .map { "\($0.used?.path ?? "") \($0.kind)" }
    }
    let (old, new) = (XenRelease(3, 0, 2), XenRelease.standard)
    #expect(try differences("start_info", old, XenRelease(3, 3)).isEmpty == false)
    #expect(try differences("start_info", XenRelease(3, 3), new).isEmpty)
    #expect(
      try differences("start_info", new, XenRelease(3, 3)) == [
        "first_p2m_pfn added", "nr_p2m_frames added",
      ])
    #expect(try differences("vcpu_time_info", new, old).contains { $0.hasPrefix("flags") })
  }

  /// As many bytes of an array, in elements of another size; not of a bitmap, nor of padding.
  @Test func otherElements() {
    let model = layout(("op", 0, 8), ("args[6]", 8, 48))
    #expect(kinds(layout(("op", 0, 8), ("args[12]", 8, 48)), model) == ["args[12] resized"])
    #expect(kinds(layout(("op", 0, 8), ("args[2][3]", 8, 48)), model).isEmpty)
    #expect(kinds(layout(("op", 0, 8), ("args[3]", 8, 48)), model) == ["args[3] resized"])
    let bitmap = layout(("evtchn_mask[64]", 0, 512), ("pad[8]", 512, 8))
    #expect(kinds(layout(("evtchn_mask[128]", 0, 512), ("pad[2]", 512, 8)), bitmap).isEmpty)
    let wrong = compare(
      used: layout(("args[12]", 0, 48)), with: layout(("args[6]", 0, 48)))
    #expect(wrong.map(\.isBreaking) == [true])
  }

  /// The other layout has one arm of a union, under a name from before there was one.
  @Test func anArmThatCameLater() {
    let model = layout(("flags", 0, 4), ("console_mfn", 8, 8), ("console_evtchn", 16, 4))
    let used = layout(
      ("flags", 0, 4), ("console.domU.mfn", 8, 8), ("console.domU.evtchn", 16, 4),
      ("console.dom0.info_off", 8, 4), ("console.dom0.info_size", 12, 4))
    #expect(
      kinds(used, model) == [
        "console.domU.mfn renamed", "console.domU.evtchn renamed",
        "console.dom0.info_off alternative", "console.dom0.info_size alternative",
      ])
    // Without the arm that has it, it cuts.
    let cut = layout(("flags", 0, 4), ("console.dom0.info_off", 8, 4))
    #expect(kinds(cut, model).first == "console.dom0.info_off overlapping")
  }

  /// `start_info` of today is true of every release, on both architectures.
  @Test(arguments: [Architecture.i386, .x86_64]) func startInfoFromTheFirstRelease(
    on architecture: Architecture
  ) throws {
    let today = TypeLayout(try #require(Layout("start_info", in: .standard, on: architecture)))
    for release in XenRelease.modelled {
      let comparison = StructureComparison(
        today, with: "start_info", in: release, on: architecture)
      #expect(comparison?.findings == [], "\(release)")
    }
  }
}
