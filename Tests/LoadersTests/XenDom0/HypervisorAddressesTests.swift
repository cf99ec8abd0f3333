// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Loaders

/// Against what asm-x86/config.h@4.17 makes of the public headers' numbers.
@Suite struct HypervisorAddressesTests {
  @Test func areThoseOfTheHypervisor() {
    #expect(HypervisorAddresses.own == 0xffff_8000_0000_0000..<0xffff_8800_0000_0000)
    #expect(HypervisorAddresses.compatStart == 0xf580_0000)
  }

  @Test func aGuestHasWhatIsBelowAndAbove() {
    let own = HypervisorAddresses.own
    #expect(HypervisorAddresses.isGuest(0x7fff_ffff_ffff))
    #expect(!HypervisorAddresses.isGuest(0x8000_0000_0000))
    #expect(!HypervisorAddresses.isGuest(own.upperBound - 1))
    #expect(HypervisorAddresses.isGuest(own.upperBound))
  }
}
