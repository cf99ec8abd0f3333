// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import Testing

/// Each single fault: the model, the real library and what is known of it agree.
@Suite struct MutantTests {
  static let all =
    Mutant.notes + Mutant.features + Mutant.headers + Mutant.segments + Mutant.legacy
    + Mutant.modes

  @Test(arguments: all) func mutant(_ mutant: Mutant) throws {
    let comparison = try Comparison(Oracle(), mutant.image.bytes, mutant.mode, pv32: mutant.pv32)
    #expect(comparison.disagreement == nil)
    #expect(
      comparison.answer.accepts == mutant.accepts,
      "the real library: \(comparison.answer.log)")
  }

  @Test func thereAreEnough() { #expect(MutantTests.all.count >= 60) }
}
