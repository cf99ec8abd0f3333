// SPDX-License-Identifier: Apache-2.0

import GuestCode
import Testing

/// Stubs whose callers set registers that no function of C gets anything in.
@Suite struct PassedArgumentsTests {
  private let set = "mov $1, %esi; lea req(%rip), %rdi; xor %edx, %edx"

  private func wrong(_ code: String, bits: Int = 64) throws -> [String] {
    let scan = try Assembled.scan(code, bits: bits)
    return scan.hypercalls.flatMap { site in
      site.problems.map { problem in
        let place = scan.symbol(of: site)?.name ?? "?"
        switch problem {
        case .argumentLost(let register, _): return "\(place) lost \(register)"
        case .argumentUnset(let register, _): return "\(place) unset \(register)"
        default: return "\(place) \(problem.name)"
        }
      }
    }
  }

  private let stub = "s: jmp hypercall_page + 32\n"

  @Test(arguments: [
    "s: jmp hypercall_page + 32",
    "s: push %rcx; push %r11; mov $1, %eax; syscall; pop %r11; pop %rcx; ret",
    "s: call hypercall_page + 32; ret",
  ])
  func aStub(stub: String) throws {
    let caller = "f: mov $0x7ff0, %r10d; \(set); call s; ret\n"
    #expect(try wrong(caller + stub) == [])
    #expect(try wrong(caller + "g: nop; \(set); call s; ret\n" + stub) == ["g unset r10"])
  }

  /// A stub that jumps to another.
  @Test func aStubOfAStub() throws {
    let caller = "f: mov $0x7ff0, %r10d; \(set); call s; ret\n"
    #expect(try wrong(caller + "s: endbr64; jmp t\nt: jmp hypercall_page + 32") == [])
  }

  @Test func ofA32BitKernel() throws {
    let stub = "s: int $0x82; ret\n"
    let set = "mov $29, %eax; mov $5, %ebx; xor %ecx, %ecx"
    #expect(try wrong("f: push %ebx; \(set); call s; pop %ebx; ret\n" + stub, bits: 32) == [])
  }

  /// In a loop, the call before has destroyed it.
  @Test func lostByTheCaller() throws {
    let caller =
      "f: nop; mov $0x7ff0, %r10d; mov $9, %ebx; 1: \(set); call s; dec %ebx; jne 1b; ret\n"
    #expect(try wrong(caller + stub) == ["f lost r10"])
  }

  /// Nobody sets it, or nobody calls: it is the function that is wrong.
  @Test func noStub() throws {
    #expect(try wrong(stub) == ["s unset r10"])
    #expect(try wrong("f: nop; \(set); call s; ret\n" + stub) == ["s unset r10"])
  }

  /// By a jump, near and far.
  @Test(arguments: ["jmp s", "jne s; ret", ".byte 0x0f, 0x85; .long s - . - 4; ret"])
  func byAJump(jump: String) throws {
    #expect(try wrong("f: nop; mov $0x7ff0, %r10d; \(set); \(jump)\n" + stub) == [])
  }
}
