// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct LinkAddressTests {
  @Test func offsetDisagrees() {
    let found = findings(LinkAddress.self) { $0.set(TestNote(.paddrOffset, 0x1000)) }
    #expect(found.map(\.place.segment) == [0])
    #expect(found.first?.message.contains("puts it at 0xffffffff800ff000") == true)
  }

  @Test func garbage() {
    let found = findings(LinkAddress.self) { $0.segments[0].virtualAddress = 0x1234_5000 }
    #expect(found.map(\.place.address) == [0x1234_5000])
  }

  /// A linker script without AT(): the notes are right, and the cure is not theirs.
  @Test func physicalIsVirtual() {
    func spoil(_ guest: inout TestGuest) {
      guest.segments[0].physicalAddress = guest.segments[0].virtualAddress
    }
    let found = findings(LinkAddress.self, spoil)
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.contains("AT(ADDR(.section) - 0xffffffff80000000)") == true)
    #expect(found.first?.message.contains("PADDR_OFFSET to 0xffffffff80000000") == true)
    #expect(findings(EntryCode.self, spoil).isEmpty)
    #expect(findings(HypercallPage.self, spoil).isEmpty)
  }

  /// Linux's .data..percpu.
  @Test func perCPUDataAtZero() {
    #expect(findings(LinkAddress.self) { $0.addPerCPUSegment() }.isEmpty)
  }

  /// Linux 2.6's, which is executable.
  @Test func vsyscallPage() {
    func linked(at address: UInt64) -> [Finding] {
      findings(LinkAddress.self) {
        $0.addSegment(physical: 0x20_0000, memory: 4096)
        $0.segments[1].virtualAddress = address
      }
    }
    #expect(linked(at: 0xffff_ffff_ff60_0000).isEmpty)
    #expect(linked(at: 0xffff_ffff_ff60_1000).count == 1)
  }

  @Test func theyAgree() {
    #expect(findings(LinkAddress.self).isEmpty)
    #expect(findings(LinkAddress.self, of: .pae).isEmpty)
  }
}
