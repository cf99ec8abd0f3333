// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI
import Testing

/// Calls that a release lacks, and traps that lead nowhere.
@Suite struct HypercallSiteTests {
  private func problems(_ code: String, xen: XenRelease) throws -> [[HypercallSite.Problem]] {
    try Assembled.scan(
      "f: xor %edi, %edi; xor %esi, %esi; call hypercall_page + 40 * 32; " + code, release: xen
    ).hypercalls.map(\.problems)
  }

  private let before = XenRelease(4, 1)

  /// A kernel that looks at -ENOSYS does without.
  @Test(arguments: [
    "test %eax, %eax; js 1f; nop; 1: ret", "ret", "mov %rax, %rbx; ret", "cmp $-38, %rax; ret",
  ])
  func isTried(code: String) throws {
    #expect(try problems(code, xen: before) == [[]])
    #expect(try problems(code, xen: .standard) == [[]])
  }

  @Test func nobodyLooks() throws {
    #expect(try problems("xor %eax, %eax; ret", xen: before) == [[.absent(40)]])
    // Once is enough: then it is known.
    let twice =
      "xor %edi, %edi; xor %esi, %esi; test %eax, %eax; js 1f; call hypercall_page + 40 * 32; xor %eax, %eax; 1: ret"
    #expect(try problems(twice, xen: before) == [[], []])
    #expect(try problems("xor %eax, %eax; ret", xen: .standard) == [[]])
  }

  /// No release has such a number, whoever looks.
  @Test func numbersOfNoRelease() throws {
    let scan = try Assembled.scan("f: call hypercall_page + 60 * 32; ret", release: before)
    #expect(scan.hypercalls.map(\.problems) == [[.unknownNumber(60)]])
  }

  /// int 0x82 is for 32-bit kernels, syscall for 64-bit ones.
  @Test(arguments: [("int $0x82", 64), ("syscall", 32)])
  func trapsOfTheOtherWidth(trap: String, bits: Int) throws {
    let scan = try Assembled.scan("f: mov $17, %eax; \(trap); ret", bits: bits)
    #expect(scan.hypercalls.isEmpty)
    #expect(scan.sites.map(\.severity) == [.error])
    let other = try Assembled.scan("f: mov $17, %eax; \(trap); ret", bits: 96 - bits)
    #expect(other.hypercalls.count == 1)
    #expect(other.sites.allSatisfy { $0.severity == .note })
  }

  /// Room in front of the page, which assemblers fill with nops and a jump over them: no way into it,
  /// whatever stands in front.
  @Test(arguments: [
    "ret", "iretq", "lretq", "sysretq", "sysexit", "ud2", "jmp *%rax", "jmp *(%rax)", "jmp f",
  ])
  func roomInFrontOfThePage(end: String) throws {
    let page = "; .balign 4096, 0x90; .globl hypercall_page; hypercall_page: .skip 4096, 0x90"
    let code = "f: mov $5, %edi; xor %esi, %esi; call hypercall_page + 29 * 32; "
    let scan = try CodeScan(
      Assembled.linked(code + end + page), release: .standard)
    #expect(scan.hypercalls.map(\.number) == [29])
    // What runs into it is one.
    let open = try CodeScan(
      Assembled.linked(code + "nop" + page), release: .standard)
    #expect(open.hypercalls.map(\.number) == [29, 0])
  }
}
