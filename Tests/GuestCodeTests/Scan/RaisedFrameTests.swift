// SPDX-License-Identifier: Apache-2.0

import GuestCode
import Testing

/// Returns without Xen, by a frame of the kernel's real ring.
@Suite struct RaisedFrameTests {
  @Test(arguments: [
    ("testl $0x80000000, 16(%rsp); jne 1f; orb $3, 8(%rsp); orb $3, 32(%rsp); iretq; 1: ret", 64),
    ("orl $3, 8(%rsp); iretq", 64), ("orq $3, 8(%rsp); nop; iretq", 64),
    ("orb $3, 16(%rsp); pop %rax; iretq", 64), ("orb $3, 24(%rsp); add $16, %rsp; iretq", 64),
    ("orb $3, 8(%rdi); mov %rdi, %rsp; iretq", 64),
    ("movq $0xe033, 8(%rsp); iretq", 64),
    ("push $0xe02b; push %rbx; pushq $0x200; push $0xe033; push %rcx; iretq", 64),
    ("orb $1, 4(%esp); iret", 32), ("orl $3, 4(%esp); iret", 32),
    ("push %eax; push $0xe019; push %ecx; iret", 32),
  ])
  func isRight(code: String, bits: Int) throws {
    #expect(try Assembled.scan("f: " + code, bits: bits).sites.map(\.kind.name) == [])
  }

  @Test(arguments: [
    ("iretq", 64), ("orb $3, 32(%rsp); iretq", 64), ("orb $0, 8(%rsp); iretq", 64),
    ("orb $4, 8(%rsp); iretq", 64), ("orb $3, 8(%rsp); pop %rax; iretq", 64),
    ("orb $3, 8(%rsp); call g; iretq", 64), ("push $0x10; push %rcx; iretq", 64),
    ("push %rbx; push %rcx; iretq", 64), ("orb $3, 8(%esp); iret", 32),
    ("andb $3, 8(%rsp); iretq", 64), ("orb $3, 8(%rdi); iretq", 64),
  ])
  func isWrong(code: String, bits: Int) throws {
    #expect(try Assembled.scan("f: " + code, bits: bits).sites.map(\.kind.name) == ["iret"])
  }

  /// Of several in a function each is looked at for itself, near the one before or far off.
  @Test(arguments: [0, 100, 5000])
  func eachForItself(distance: Int) throws {
    let raised = "orb $3, 8(%rsp); iretq"
    let code = "f: \(raised); g: iretq; \(raised); .fill \(distance), 1, 0x90; \(raised)"
    #expect(try Assembled.scan(code).summary == ["iret g+0"])
  }
}
