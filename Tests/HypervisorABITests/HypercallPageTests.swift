// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorABI

@Suite struct HypercallPageTests {
  @Test func everyStubFitsItsEntry() {
    for caller in Hypercall.Caller.allCases {
      for trap in Mechanism.named("page", for: caller)?.traps(for: caller) ?? [] {
        for number in 0..<HypercallPage.entryCount {
          let stub = HypercallPage.stub(number, for: caller, by: trap)
          #expect(stub.count <= HypercallPage.entrySize)
        }
      }
    }
  }

  /// push rcx; push r11; mov $29, eax; syscall; pop r11; pop rcx; ret
  @Test func keepsWhatSyscallDestroys() {
    #expect(
      HypercallPage.stub(29, for: .pv64, by: .syscall)
        == [0x51, 0x41, 0x53, 0xb8, 29, 0, 0, 0, 0x0f, 0x05, 0x41, 0x5b, 0x59, 0xc3])
  }

  @Test func iretDoesNotComeBack() {
    let number = Hypercall.iretNumber
    #expect(Hypercall.number(number)?.name == "iret")
    #expect(HypercallPage.stub(number, for: .pv64, by: .syscall).suffix(2) == [0x0f, 0x05])
    #expect(HypercallPage.stub(number, for: .pv32, by: .int82).suffix(2) == [0xcd, 0x82])
    #expect(HypercallPage.stub(number, for: .hvm64, by: .vmcall) == [0x0f, 0x0b])
  }
}
