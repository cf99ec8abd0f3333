// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import pvkit_docs

/// Nothing that Debian's headers define for a guest is missing from the model, except what
/// `Exclusion.all` names with a reason.
@Suite struct CoverageTests {
  private static let page = Result { try CoveragePage() }

  @Test func nothingIsMissing() throws {
    let names = try Self.page.get().names
    for (header, defined) in names.byHeader where Exclusion.of(header: header) == nil {
      let missing = defined.subtracting(CoveragePage.modelled)
        .filter { Exclusion.of(name: $0) == nil }
      #expect(missing.isEmpty, "\(header): \(missing.sorted().joined(separator: " "))")
    }
  }

  /// An exclusion that excludes nothing is out of date.
  @Test func everyExclusionIsNeeded() throws {
    let page = try Self.page.get()
    let missing = page.names.byHeader.values.reduce(into: Set<String>()) { $0.formUnion($1) }
      .subtracting(CoveragePage.modelled)
    for exclusion in Exclusion.all {
      let candidates = exclusion.kind == .header ? page.headers : Array(missing)
      #expect(candidates.contains(where: exclusion.covers), "\(exclusion.pattern)")
    }
  }
}
