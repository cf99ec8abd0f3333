// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI
import Testing

/// A kernel that knows nothing of Xen: what people look for with objdump and grep is found, as
/// often, and each is an error or a warning.
@Suite struct UnportedKernelTests {
  /// What objdump calls what has another name as a class; of most classes, the name is the
  /// mnemonic.
  private static let mnemonics: [String: Set<String>] = [
    "popf": ["popf", "popfq"], "pushf": ["pushf", "pushfq"], "iret": ["iret", "iretq"],
    "lgdt": ["lgdt", "lgdtl"], "lidt": ["lidt", "lidtl"], "sysret": ["sysretq"],
    "ins": ["insb", "insw", "insl"], "outs": ["outsb", "outsw", "outsl"],
    "lret": ["lret", "lretq"], "movToCR3": [], "movToCR4": [], "movFromCR": [],
  ]

  @Test(arguments: [32, 64]) func asManyAsObjdumpHas(bits: Int) throws {
    try Places.withScratchFolder { folder in
      let object = try UnportedKernel.build(bits: bits, in: folder)
      let scan = try CodeScan(GuestImage.open(path: object), release: .standard)
      let listed = try mnemonics(of: object)
      let classes = Dictionary(grouping: scan.sites, by: \.kind).mapValues(\.count)
      for (kind, count) in classes {
        let names = Self.mnemonics[kind.name] ?? [kind.name]
        guard !names.isEmpty else { continue }
        #expect(listed.count { names.contains($0) } == count, "\(kind.name)")
      }
      let expected: Set = [
        "cli", "sti", "hlt", "popf", "pushf", "lgdt", "lidt", "ltr", "lldt", "invlpg", "in", "out",
        "ins", "outs", "rdmsr", "clts", "wbinvd", "movToCR4", "movToCR3", "movFromCR",
      ]
      let only64: Set = ["swapgs", "sysret", "iret", "wrmsr", "cpuid", "lret"]
      #expect(Set(classes.keys.map(\.name)) == expected.union(bits == 64 ? only64 : []))
      #expect(!scan.isParavirtual && scan.hypercalls.isEmpty)
      #expect(scan.count(.error) >= (bits == 64 ? 25 : 14))
    }
  }

  /// The table tells that somebody takes care: of the object, by its relocations.
  @Test(arguments: [32, 64]) func expectedFaultsAreNotes(bits: Int) throws {
    try Places.withScratchFolder { folder in
      let object = try UnportedKernel.build(bits: bits, in: folder)
      let scan = try CodeScan(GuestImage.open(path: object), release: .standard)
      let guarded = scan.sites.filter { $0.reach == .guarded }
      #expect(
        guarded.map { "\($0.kind.name) \(scan.symbol(of: $0)?.name ?? "")" }.sorted()
          == (bits == 64 ? ["iret iret_label", "rdmsr safe"] : ["rdmsr safe"]))
    }
  }

  /// The mnemonics of every instruction, prefixes left out.
  private func mnemonics(of object: String) throws -> [String] {
    let listing = try Command.run(["objdump", "-d", "--no-show-raw-insn", object])
    try #require(listing.status == 0)
    let prefixes: Set<Substring> = ["rep", "repz", "repnz", "lock", "data16", "cs"]
    return listing.output.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\t")
      guard parts.count > 1 else { return nil }
      return parts[1].split(separator: " ").first { !prefixes.contains($0) }.map(String.init)
    }
  }
}
