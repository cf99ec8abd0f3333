// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Generates assembly by which a guest in an HVM container detects Xen and requests its hypercall
/// page, or determines which instruction the processor has.
struct EntryDiscovery {
  let description: ShimDescription

  init(_ description: ShimDescription) { self.description = description }

  var parts: [String] { [find, setup] + (isByVendor ? [choice] : []) }

  private var isByVendor: Bool { description.mechanism.step == .trapByVendor }
  private var isNarrow: Bool { description.caller.architecture == .i386 }
  private var rbx: String { isNarrow ? "%ebx" : "%rbx" }
  private var rsi: String { isNarrow ? "%esi" : "%rsi" }

  /// Four characters as a number, in the byte order in which CPUID returns them in a register.
  private func word(_ text: String, _ index: Int) -> String {
    let bytes = Array(text.utf8)[(4 * index)..<(4 * index + 4)]
    return hex(bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) })
  }

  private var find: String {
    let signature = HvmDiscovery.signature
    return HypercallEntry.function(
      "xen_cpuid_base", "The first of Xen's CPUID leaves; 0 if there is no Xen.",
      [
        "push\t\(rbx)", "push\t\(rsi)", "movl\t$\(hex(HvmDiscovery.firstLeaf)), %esi", "1:",
        "movl\t%esi, %eax", "cpuid",
        "cmpl\t$\(word(signature, 0)), %ebx", "jne\t2f",
        "cmpl\t$\(word(signature, 1)), %ecx", "jne\t2f",
        "cmpl\t$\(word(signature, 2)), %edx", "je\t3f", "2:",
        "addl\t$\(hex(HvmDiscovery.leafStep)), %esi",
        "cmpl\t$\(hex(HvmDiscovery.endLeaf)), %esi", "jb\t1b", "xorl\t%esi, %esi", "3:",
        "movl\t%esi, %eax", "pop\t\(rsi)", "pop\t\(rbx)", "ret",
      ])
  }

  private var setup: String {
    let work =
      switch description.mechanism.step {
      case .callPage: askForPage
      case .trapByVendor: noteVendor
      case .trap: [String]()
      }
    return HypercallEntry.function(
      "xen_hypercall_setup", setupComment,
      ["push\t\(rbx)", "call\txen_cpuid_base", "testl\t%eax, %eax", "jz\t9f"] + work + [
        "xorl\t%eax, %eax", "pop\t\(rbx)", "ret", "9:",
        isNarrow ? "movl\t$-1, %eax" : "movq\t$-1, %rax", "pop\t\(rbx)", "ret",
      ])
  }

  private var setupComment: String {
    let page = description.mechanism.step == .callPage
    return "Call it once, before the first hypercall; "
      + (page ? "takes the page's physical address; " : "") + "0, or -1 if there is no Xen."
  }

  /// Writes the page's address to the MSR. In a 32-bit guest it is below 4 GiB and the only
  /// argument.
  private var askForPage: [String] {
    let address =
      isNarrow
      ? ["movl\t8(%esp), %eax", "xorl\t%edx, %edx"]
      : ["movl\t%edi, %eax", "movq\t%rdi, %rdx", "shrq\t$32, %rdx"]
    return ["addl\t$\(HvmDiscovery.hypercallLeaf), %eax", "cpuid", "movl\t%ebx, %ecx"] + address
      + ["wrmsr"]
  }

  /// Sets the flag if the processor's vendor, which CPUID returns in ebx, edx, ecx, requires
  /// vmmcall.
  private var noteVendor: [String] {
    let vendors = TrapInstruction.vmmcallVendors.enumerated().flatMap { index, vendor in
      let other = "\(index + 2)f"
      return [
        "cmpl\t$\(word(vendor, 0)), %ebx", "jne\t\(other)",
        "cmpl\t$\(word(vendor, 1)), %edx", "jne\t\(other)",
        "cmpl\t$\(word(vendor, 2)), %ecx", "je\t8f", "\(index + 2):",
      ]
    }
    return ["xorl\t%eax, %eax", "cpuid"] + vendors + ["jmp\t7f", "8:"]
      + withFlag { ["movb\t$1, \($0)"] } + ["7:"]
  }

  /// Code that uses the flag's address. In 32-bit code it is computed relative to the instruction
  /// pointer, so that no relocation is necessary.
  private func withFlag(_ use: (String) -> [String]) -> [String] {
    let flag = "xen_has_vmmcall"
    guard isNarrow else { return use("\(flag)(%rip)") }
    return ["pushl\t%ebp", "call\t6f", "6:", "popl\t%ebp"] + use("\(flag) - 6b(%ebp)")
      + ["popl\t%ebp"]
  }

  private var choice: String {
    HypercallEntry.function(
      "xen_hypercall", "The number in eax, arguments in their registers; keeps all others.",
      withFlag { ["cmpb\t$0, \($0)"] } + ["jne\t1f", "vmcall", "ret", "1:", "vmmcall", "ret"])
        + """

        \t.data
        \t.type\txen_has_vmmcall, @object
        xen_has_vmmcall:
        \t.byte\t0
        \t.size\txen_has_vmmcall, 1

        """
  }
}
