// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

@Suite struct FeatureListTests {
  @Test func splitsAndMarks() {
    let list = FeatureList("writable_page_tables|!pae_pgdir_above_4gb|!||x")
    #expect(list.items.map(\.name) == ["writable_page_tables", "pae_pgdir_above_4gb", "", "x"])
    #expect(list.items.map(\.isRequired) == [false, true, true, false])
    #expect(FeatureList("").items.isEmpty)
  }
}
