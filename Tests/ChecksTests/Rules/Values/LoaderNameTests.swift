// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct LoaderNameTests {
  @Test func genericByPrefixOnly() {
    let found = findings(LoaderName.self) { $0.set(TestNote(.loader, "genericX")) }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.place.note == "LOADER")
  }

  @Test func linuxByPrefixOnly() {
    let found = findings(LoaderName.self) {
      $0.remove(.loader)
      $0.set(TestNote(.guestOS, "linux-2.6.18"))
    }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.place.note == "GUEST_OS")
  }

  @Test func neither() {
    let found = findings(LoaderName.self) { $0.remove(.loader) }
    #expect(found.map(\.severity) == [.error])
  }

  @Test func right() {
    #expect(findings(LoaderName.self).isEmpty)
    let linux = findings(LoaderName.self) {
      $0.remove(.loader)
      $0.set(TestNote(.guestOS, "linux"))
    }
    #expect(linux.isEmpty)
  }
}
