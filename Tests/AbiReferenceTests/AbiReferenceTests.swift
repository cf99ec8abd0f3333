// SPDX-License-Identifier: Apache-2.0

import AbiReference
import Commands
import FoundationEssentials
import Generators
import Glibc
import HypervisorABI
import Testing

/// Made once for all suites.
let reference = AbiReference.files()

/// Docs/abi is what the model says now: PVKIT_RECORD=1 swift test --filter AbiReference
@Suite struct AbiReferenceTests {
  private static let folder = Places.package + "/Docs/abi"

  @Test func pagesAreCurrent() throws {
    if getenv("PVKIT_RECORD") != nil {
      try TreeWriter(directory: Self.folder, force: true).write(reference)
      Issue.record("recorded Docs/abi; run again without PVKIT_RECORD")
      return
    }
    for file in reference {
      let kept = try? String(contentsOfFile: Self.folder + "/" + file.path, encoding: .utf8)
      #expect(
        kept == file.text,
        "Docs/abi/\(file.path) is out of date: PVKIT_RECORD=1 swift test --filter AbiReference")
    }
  }
}
