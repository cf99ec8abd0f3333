// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorLab

struct PanicTests {
  /// As Xen 4.17.7 refused a kernel without notes.
  let refusal = [
    "NX (Execute Disable) protection active", "*** Building a PV Dom0 ***",
    " Xen  kernel: 64-bit, lsb", "PHYSICAL MEMORY ARRANGEMENT:",
    "ERROR: Not a Xen-ELF image: No ELF notes or '__xen_guest' section found", "",
    "****************************************", "Panic on CPU 0:",
    "Could not construct domain 0", "****************************************", "",
    "Reboot in five seconds...",
  ]

  @Test func `the builder's complaint comes first, then the panic`() throws {
    let panic = try #require(Panic(in: refusal))
    #expect(
      panic.words == [
        "ERROR: Not a Xen-ELF image: No ELF notes or '__xen_guest' section found",
        "Could not construct domain 0",
      ])
    #expect(!panic.isFault)
  }

  @Test func `a fault of the hypervisor's is none of the guest's refusals`() throws {
    let log = ["Panic on CPU 0:", "FATAL PAGE FAULT", "[error_code=0002]", "****"]
    let panic = try #require(Panic(in: log))
    #expect(panic.isFault)
    #expect(panic.words == ["FATAL PAGE FAULT", "[error_code=0002]"])
  }

  @Test func `no panic, no words`() { #expect(Panic(in: ["Brought up 1 CPUs"]) == nil) }
}
