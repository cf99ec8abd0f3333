// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// Random damage to notes and headers: the model and the real library agree on every one.
///
/// The seed is fixed, so that a run of the tests says something about the change and not about the
/// luck of the day. `PVKIT_SEED` is another seed, or `random`; `PVKIT_MUTATIONS` is their number.
@Suite(.serialized) struct RandomMutationTests {
  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  static let seed: UInt64 = {
    switch variable("PVKIT_SEED") {
    case nil: 0x7076_6b69_74
    case "random": .random(in: 0...UInt64(UInt32.max))
    case let text?: UInt64(text) ?? 0
    }
  }()
  static let count = variable("PVKIT_MUTATIONS").flatMap(UInt64.init) ?? 2400

  @Test func everyMutationIsJudgedAlike() throws {
    print("random mutations: PVKIT_SEED=\(RandomMutationTests.seed)")
    let oracle = try Oracle()
    var random = SeededGenerator(seed: RandomMutationTests.seed)
    let bases = try RandomBase.all + [RandomBase.reference()]
    var accepted = 0
    for number in 0..<RandomMutationTests.count {
      let base = bases[Int(number) % bases.count]
      let image = Mutation.damage(base.image, &random)
      let comparison = try Comparison(oracle, image, base.mode, pv32: base.pv32)
      if comparison.answer.accepts { accepted += 1 }
      guard let disagreement = comparison.disagreement else { continue }
      Issue.record(
        "PVKIT_SEED=\(RandomMutationTests.seed), mutation \(number) of \(base.name): \(disagreement)"
      )
    }
    // Damage that always kills, or never does, would prove nothing.
    #expect(accepted > Int(RandomMutationTests.count / 20))
    #expect(accepted < Int(RandomMutationTests.count * 19 / 20))
  }
}

/// What is damaged.
struct RandomBase {
  let name: String
  let image: TestImage
  let mode: GuestMode
  let pv32: Bool

  static func reference() throws -> RandomBase {
    RandomBase(
      name: "the generated guest", image: try ReferenceGuest.built.get().image, mode: .pv,
      pv32: false)
  }

  static let all: [RandomBase] = {
    var p2m = TestGuest()
    p2m.set(TestNote(.initP2M, 0x80_0000_0000))
    p2m.set(TestNote(.hypercallPage, TestGuest.base + TestGuest.start + 0x2000))
    p2m.set(TestNote(.bsdSymtab, "yes"))
    p2m.symbols = TestGuest.Symbols()
    var legacy = TestGuest()
    legacy.speakLegacy(TestGuest.legacyString + ",HYPERCALL_PAGE=0x102,PAE=yes,FEATURES=dom0")
    return [
      RandomBase(name: "PV64", image: TestGuest().build(), mode: .pv, pv32: false),
      RandomBase(name: "PV64 with INIT_P2M", image: p2m.build(), mode: .pv, pv32: true),
      RandomBase(name: "PAE", image: TestGuest.pae.build(), mode: .pv, pv32: true),
      RandomBase(name: "__xen_guest", image: legacy.build(), mode: .pv, pv32: false),
      RandomBase(name: "PVH64", image: TestGuest.pvh(is64: true).build(), mode: .pvh, pv32: false),
      RandomBase(name: "PVH32", image: TestGuest.pvh(is64: false).build(), mode: .pvh, pv32: true),
      RandomBase(name: "PV64 as PVH", image: TestGuest().build(), mode: .pvh, pv32: false),
    ]
  }()
}
