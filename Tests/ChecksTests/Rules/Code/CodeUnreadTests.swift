// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct CodeUnreadTests {
  @Test func codeThatIsReadIsNone() throws {
    #expect(try findings(CodeUnread.self, code: "nop; ret").isEmpty)
    #expect(findings(CodeUnread.self, of: TestGuest()).isEmpty)
  }

  /// No finding about instructions means nothing then.
  @Test func noCodeIsSaid() {
    var guest = TestGuest()
    guest.set(TestNote(.entry, 0, size: 8))
    for index in guest.segments.indices { guest.segments[index].flags = 6 }
    let found = findings(CodeUnread.self, of: guest)
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("no executable section") == true)
  }
}
