// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorLab

struct CrashReportTests {
  /// As Xen 4.17.7 printed it for the test guest.
  static let log = """
    Freed 656kB init memory
    d0v0 Unhandled: vec 6, #UD[ffffffff]
    domain_crash_sync called from entry.S: fault at ffff82d040204b78 create_bounce_frame+0x14f/0x177
    Domain 0 (vcpu#0) crashed on cpu#0:
    ----[ Xen-4.17.7  x86_64  debug=n  Not tainted ]----
    CPU:    0
    RIP:    e033:[<ffffffff80101011>]
    RFLAGS: 0000000000000246   EM: 1   CONTEXT: pv guest (d0v0)
    rax: 0000000000000000   rbx: 0000000000000000   rcx: 0000000000000000
    rdx: ffffffff8010106f   rsi: 0000000000000015   rdi: 0000000000000000
    rbp: 0000000000000000   rsp: ffffffff801050d8   r8:  0000000000000000
    r15: 0000000000000000   cr0: 000000008005003b   cr4: 0000000000000660
    cr3: 000000001edf3000   cr2: 0000000000000000
    ds: 0000   es: 0000   fs: 0000   gs: 0000   ss: e02b   cs: e033
    Guest stack trace from rsp=ffffffff801050d8:
       0000000000000000 0000000000000000 ffffffff80101011 000000010000e030
       ffffffff8010100f 0000000000000000 0000000000000000 0000000000000000
    Hardware Dom0 crashed: rebooting machine in 5 seconds.
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

  @Test func `registers, context and stack`() throws {
    let crash = try #require(CrashReport(in: Self.log))
    #expect(crash.instructionPointer == 0xffff_ffff_8010_1011)
    #expect(crash.context == "pv guest")
    #expect(crash.vcpu == "d0v0")
    #expect(crash["rflags"] == 0x246)
    #expect(crash["rdx"] == 0xffff_ffff_8010_106f)
    #expect(crash["r8"] == 0)
    #expect(crash["cr4"] == 0x660)
    #expect(crash["cs"] == 0xe033)
    #expect(crash["em"] == nil)
    #expect(crash.stack.count == 8)
    #expect(crash.stack[2] == 0xffff_ffff_8010_1011)
  }

  @Test func `what Xen said of the fault`() throws {
    let crash = try #require(CrashReport(in: Self.log))
    #expect(crash.causes.count == 3)
    #expect(crash.causes.first == "d0v0 Unhandled: vec 6, #UD[ffffffff]")
  }

  @Test func `the last dump counts`() throws {
    let first = Self.log.map { $0.replacing("e033:[<ffffffff80101011>]", with: "e033:[<1>]") }
    #expect(CrashReport(in: first + Self.log)?.instructionPointer == 0xffff_ffff_8010_1011)
  }

  /// A dump that is cut off anywhere gives what was there, or nothing.
  @Test func `a cut dump`() {
    for count in 0...Self.log.count {
      let crash = CrashReport(in: Array(Self.log.prefix(count)))
      #expect((crash != nil) == (count > 6))
    }
  }
}
