// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import Checks

/// Examples of instructions that a PV kernel must not contain.
@Suite struct InstructionExampleTests {
  /// A name that the model lacks would be undefined in the assembly of every example.
  @Test(arguments: InstructionExample.constants)
  func usesConstantsOfTheModel(_ name: String) {
    #expect(Constant.named(name) != nil)
  }

  @Test func definesEveryConstantThatItUses() {
    let sides = InstructionExample.all.map(\.markdown).joined()
    for name in InstructionExample.constants { #expect(sides.contains(name)) }
  }
}
