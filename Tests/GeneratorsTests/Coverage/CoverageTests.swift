// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Generators
import Glibc
import HypervisorABI
import Testing

/// Nothing that Debian's headers define for a guest is missing from the model, but for what
/// `Exclusion.all` names with a reason.
@Suite struct CoverageTests {
  private static let headers: Result<[String], any Error> = Result {
    let found = try Command.run([
      "find", "-L", DefinedNames.folder, "-name", "*.h", "-printf", "%P\n",
    ])
    return found.output.split(separator: "\n").map(String.init).sorted()
  }

  /// Every name that the model knows in any way.
  private static let modelled: Set<String> = {
    let numbers = ConstantGroup.all.flatMap(\.constants).map(\.name)
    let calls = Hypercall.all.flatMap { call in
      [call.macro] + call.otherNames.map { "__HYPERVISOR_" + $0.name }
    }
    let others = XenNote.all.map(\.macro) + XenFeature.all.map(\.macro)
    let types = Structure.all.map(\.name) + CInteger.typedefs.map(\.name)
    let macros = Generate.header().text.matches(of: /(?m)^#define (\w+)/).map { String($0.1) }
    return Set(numbers + calls + others + types + macros)
  }()

  @Test func nothingIsMissing() throws {
    let headers = try Self.headers.get().filter { Exclusion.of(header: $0) == nil }
    #expect(headers.count > 50)
    let names = try DefinedNames(headers: headers)
    for (header, defined) in names.byHeader where Exclusion.of(header: header) == nil {
      let missing = defined.subtracting(Self.modelled).filter { Exclusion.of(name: $0) == nil }
      #expect(missing.isEmpty, "\(header): \(missing.sorted().joined(separator: " "))")
    }
  }

  /// An exclusion that excludes nothing is out of date.
  @Test func everyExclusionIsNeeded() throws {
    let headers = try Self.headers.get()
    let names = try DefinedNames(headers: headers.filter { Exclusion.of(header: $0) == nil })
    let missing = names.byHeader.values.reduce(into: Set<String>()) { $0.formUnion($1) }
      .subtracting(Self.modelled)
    for exclusion in Exclusion.all {
      let candidates = exclusion.what == .header ? headers : Array(missing)
      #expect(candidates.contains(where: exclusion.covers), "\(exclusion.pattern)")
    }
  }

  @Test func listingIsCurrent() throws {
    let headers = try Self.headers.get()
    let listing = CoverageListing(
      names: try DefinedNames(headers: headers.filter { Exclusion.of(header: $0) == nil }),
      modelled: Self.modelled)
    let path = Places.package + "/Docs/coverage.md"
    if getenv("PVKIT_RECORD") != nil {
      try listing.text.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded \(path); run again without PVKIT_RECORD")
      return
    }
    let kept = try? String(contentsOfFile: path, encoding: .utf8)
    #expect(kept == listing.text, "PVKIT_RECORD=1 swift test --filter Coverage rewrites \(path)")
  }
}
