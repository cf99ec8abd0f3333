// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct FeatureUnknownTests {
  @Test(arguments: ["!foo", "!", "dom0|!foo"])
  func required(features: String) {
    let found = findings(FeatureUnknown.self) { $0.set(TestNote(.features, features)) }
    #expect(found.map(\.severity) == [.error])
  }

  @Test func optionalAndTheNearest() {
    let found = findings(FeatureUnknown.self) {
      $0.set(TestNote(.features, "writable_page_table"))
    }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("did you mean writable_page_tables?") == true)
  }

  @Test func tooLong() {
    let name = String(repeating: "x", count: 70)
    let found = findings(FeatureUnknown.self) { $0.set(TestNote(.features, name)) }
    #expect(found.count == 1)
  }

  /// Of a name that is said often, in many notes, once.
  @Test func onceForEachName() {
    let found = findings(FeatureUnknown.self) {
      $0.notes += (0..<5).map { _ in TestNote(.features, "foo|foo|!foo|dom0|bar") }
    }
    #expect(found.count == 3)
  }

  @Test func theStringDropsTheRefusal() {
    let found = findings(FeatureUnknown.self) {
      $0.speakLegacy(TestGuest.legacyString + ",FEATURES=!foo")
    }
    #expect(found.map(\.severity) == [.warning])
  }

  @Test func known() {
    let text = "!writable_page_tables|pae_pgdir_above_4gb|dom0|supervisor_mode_kernel"
    #expect(findings(FeatureUnknown.self) { $0.set(TestNote(.features, text)) }.isEmpty)
  }

  /// Before 4.2 an unknown feature refuses the image, and dom0 is one.
  @Test func oldReleasesRefuseWhatTheyDoNotKnow() {
    func found(_ release: XenRelease) -> [Finding] {
      findings(FeatureUnknown.self, target: Target(xen: release)) {
        $0.set(TestNote(.features, "writable_page_tables|dom0"))
      }
    }
    #expect(found(XenRelease(4, 1)).map(\.severity) == [.error])
    #expect(found(XenRelease(4, 1)).first?.message.contains("later releases know it") == true)
    #expect(found(XenRelease(4, 2)).isEmpty)
  }
}
