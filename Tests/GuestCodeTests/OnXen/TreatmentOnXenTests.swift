// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import HypervisorABI
import HypervisorLab
import Instructions
import Testing

/// The table is right: a guest executes each row's instruction on the real Xen.
@Suite(.serialized) struct TreatmentOnXenTests {
  struct Seen: Equatable {
    let vector: Int64
    let value: UInt64
  }

  @Test func whatTheTableSaysHappens() throws {
    let seen = try Self.run(Probe.all)
    try #require(seen.count == Probe.all.count)
    for (probe, seen) in zip(Probe.all, seen) {
      #expect(
        probe.expected.holds(seen),
        "\(probe.kind.name) (\(probe.code)): vector \(seen.vector), value \(seen.value)")
    }
  }

  @Test func everyRowIsProbed() {
    let rows = Treatment.all.filter { $0.span.contains(XenRelease(4, 17)) }
    #expect(Set(Probe.all.map(\.kind)) == Set(rows.map(\.kind)))
  }

  /// What is seen is what the row calls it: a fault is a fault, and nothing else is.
  @Test(arguments: Probe.all.map(\.kind)) func outcomesAgree(kind: InstructionClass) throws {
    let row = try #require(Treatment.of(kind, in: XenRelease(4, 17), role: .dom0))
    let probes = Probe.all.filter { $0.kind == kind }
    let faults = probes.filter(\.expected.isFault)
    switch row.outcome {
    case .faults: #expect(!faults.isEmpty)
    case .misleads: #expect(faults.isEmpty)
    // The processor has no XSAVE.
    case .emulated, .same: #expect(faults.isEmpty || kind == .xsetbv)
    case .conditional: break
    }
  }

  private static func run(_ probes: [Probe]) throws -> [Seen] {
    try Places.withScratchFolder { folder in
      let image = folder + "/guest.elf"
      let result = try CompiledGuest.build(
        "Tests/GuestCodeTests/OnXen/guest.c", ["-x", "assembler", "-"],
        input: Probe.source(probes), to: image)
      try #require(result.status == 0, "\(result.errors)")
      let boot = try Lab.bootDom0(image: image)
      #expect(boot.outcome == .poweredOff, "\(boot.outcome): \(boot.words)")
      return boot.guestConsole.compactMap(seen)
    }
  }

  /// `# index vector value`
  private static func seen(_ line: String) -> Seen? {
    let words = line.split(separator: " ")
    guard words.count == 4, words[0] == "#", let vector = UInt64(words[2], radix: 16),
      let value = UInt64(words[3], radix: 16)
    else { return nil }
    return Seen(vector: Int64(bitPattern: vector), value: value)
  }
}

extension Probe.Expected {
  var isFault: Bool {
    switch self {
    case .invalidOpcode, .protectionFault: true
    case .delivered, .goesOn: false
    }
  }

  func holds(_ seen: TreatmentOnXenTests.Seen) -> Bool {
    switch self {
    case .invalidOpcode: seen.vector == 6
    case .protectionFault: seen.vector == 13
    case .delivered: seen.vector == 0x80
    case .goesOn(let isRight): seen.vector == -1 && isRight(seen.value)
    }
  }
}
