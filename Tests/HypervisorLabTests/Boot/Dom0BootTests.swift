// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

@testable import HypervisorLab

/// On the real Xen: about a second each.
@Suite(.serialized) struct Dom0BootTests {
  func boot(
    _ guest: TestGuest, expect: String? = nil, timeout: Double = 600
  ) throws -> BootResult {
    try guest.built { try Lab.bootDom0(image: $0, expect: expect, timeout: timeout) }
  }

  @Test func `a guest that powers off`() throws {
    let result = try boot(.powersOff)
    #expect(result.outcome == .poweredOff)
    #expect(result.succeeded)
    #expect(result.words == ["Hardware Dom0 halted: halting machine"])
    #expect(result.guestConsole == ["hello from the guest", "no end of line"])
    #expect(result.hypervisorLog.contains("*** Building a PV Dom0 ***"))
    #expect(result.crash == nil)
  }

  @Test func `a guest that reboots`() throws {
    #expect(try boot(.reboots).outcome == .rebooted)
  }

  @Test func `a guest that dies, with the place`() throws {
    let result = try boot(.dies)
    #expect(result.outcome == .crashed)
    #expect(!result.succeeded)
    #expect(result.words.first?.hasPrefix("d0v0 Unhandled: vec 6, #UD") == true)
    #expect(result.crash?.place == "dies_here+0x0")
    #expect(result.crash?.context == "pv guest")
    #expect(result.crash?.stack.isEmpty == false)
  }

  @Test func `a guest that says itself that it crashed`() throws {
    let result = try boot(.reportsCrash)
    #expect(result.outcome == .crashed)
    #expect(result.crash == nil)
  }

  @Test func `a kernel that Xen refuses, in its words`() throws {
    let result = try boot(.unlabelled)
    #expect(result.outcome == .refused)
    #expect(
      result.words == [
        "ERROR: Xen will only load images built for Xen v3.0 (Not '')",
        "Could not construct domain 0",
      ])
    #expect(result.guestConsole.isEmpty)
  }

  @Test func `the expected text ends a guest that would not end`() throws {
    let result = try boot(.waits, expect: "hello .* guest")
    #expect(result.outcome == .expected)
    #expect(result.expectationMet == true)
  }

  @Test func `the expected text may stand in an unended line`() throws {
    #expect(try boot(.waits, expect: "end of line$").outcome == .expected)
  }

  @Test func `after the line of a death, its report is read`() throws {
    let result = try TestGuest.reportsDeath.built {
      var request = BootRequest(image: $0, expect: "all is well|Oops: ", timeout: 600)
      request.death = "Oops: "
      return try Lab().bootDom0(request)
    }
    #expect(result.outcome == .expected)
    #expect(result.words == ["no end of lineOops: 0000"])
    #expect(result.guestConsole.last == "Call Trace:")
  }

  @Test func `a clean end without the expected text is no success`() throws {
    let result = try boot(.powersOff, expect: "never said")
    #expect(result.outcome == .poweredOff)
    #expect(result.expectationMet == false)
    #expect(!result.succeeded)
  }

  @Test(arguments: [TestGuest.waits, .spins])
  func `time is bounded`(guest: TestGuest) throws {
    // A busy machine needs more for the guest to get where it stays.
    for seconds in [3.0, 12, 48] {
      let result = try boot(guest, timeout: seconds)
      #expect(result.outcome == .timedOut)
      #expect(result.seconds >= seconds)
      if result.guestConsole.contains("no end of line") { return }
    }
    Issue.record("the guest printed nothing in 48 s")
  }

  @Test func `no QEMU is left behind`() throws {
    try TestGuest.waits.built { image in
      nonisolated(unsafe) var child: Int32 = 0
      _ = try Lab().bootDom0(BootRequest(image: image, expect: "hello")) { event in
        if case .starting(_, let pid) = event { child = pid }
      }
      #expect(child > 0)
      #expect(kill(child, 0) == -1 && errno == ESRCH)
    }
  }

  @Test func `blanks and commas in names and arguments`() throws {
    try TestGuest.powersOff.built { image in
      let odd = image + ", a b"
      _ = try Command.run(["cp", image, odd])
      let result = try Lab.bootDom0(image: odd, initrd: odd, append: "a=1,2 b")
      #expect(result.outcome == .poweredOff)
    }
  }

  @Test func `no verdict without an image`() throws {
    #expect(
      throws: LabError.unreadable(
        "/dev/null", "is not a regular file; give a kernel image or an initramfs")
    ) {
      try Lab.bootDom0(image: "/dev/null")
    }
    #expect(throws: LabError.self) { try Lab.bootDom0(image: "/nowhere") }
  }
}
