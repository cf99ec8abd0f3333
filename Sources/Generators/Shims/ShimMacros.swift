// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The macros `_hypercall0` … `_hypercall5`, which wrappers and the code of kernels use. Their
/// arguments are the type of the result, the name of the call, and its arguments.
struct ShimMacros {
  let description: ShimDescription

  var text: String {
    let counts = 0...description.caller.convention.arguments.count
    return ([entry] + counts.map(macro)).joined(separator: "\n")
  }

  /// The macros for the instruction, the operand with the number, and the clobbered registers.
  private var entry: String {
    let clobbers = (description.mechanism.clobbers + ["memory"]).map { "\"\($0)\"" }
    return """
      #define XEN_HYPERCALL_INSTRUCTION "\(instruction)"
      #define XEN_HYPERCALL_NUMBER(number) \(number)
      #define XEN_HYPERCALL_CLOBBERS \(clobbers.joined(separator: ", "))

      """
  }

  private var instruction: String {
    switch description.mechanism.step {
    case .callPage: "call hypercall_page + %c[stub]"
    case .trap(let trap): trap.assembly
    case .trapByVendor: "call xen_hypercall"
    }
  }

  private var number: String {
    switch description.mechanism.step {
    case .callPage: "[stub] \"i\" ((number) * \(HypercallPage.entrySize))"
    case .trap, .trapByVendor: "\"0\" ((long)(number))"
    }
  }

  private func macro(_ count: Int) -> String {
    let operands = description.caller.convention.arguments.prefix(count).enumerated().map {
      ShimOperand(index: $0.offset + 1, register: $0.element)
    }
    let parameters = ["type", "name"] + operands.map(\.parameter)
    let results = ["\"=a\" (xen_result)"] + operands.map(\.constraint)
    let lines =
      ["#define _hypercall\(count)(\(parameters.joined(separator: ", "))) __extension__ ({"]
      + (["long xen_result;"] + operands.map(\.value) + operands.compactMap(\.place)
      + [
        "__asm__ __volatile__(XEN_HYPERCALL_INSTRUCTION",
        "\t: \(results.joined(separator: ", "))",
        "\t: XEN_HYPERCALL_NUMBER(__HYPERVISOR_##name)", "\t: XEN_HYPERCALL_CLOBBERS);",
        "(type)xen_result;",
      ]).map { "\t" + $0 }
    return lines.map { $0 + " \\\n" }.joined() + "})\n"
  }
}

/// An argument and its register. It is an output too, because Xen may overwrite the register.
private struct ShimOperand {
  let index: Int
  let register: String

  /// The constraint letters of registers. Other registers need a register variable, which is
  /// assigned after all arguments have been evaluated.
  private static let letters = [
    "rdi": "D", "rsi": "S", "rdx": "d", "ebx": "b", "ecx": "c", "edx": "d", "esi": "S", "edi": "D",
  ]

  private var letter: String? { Self.letters[register] }
  private var variable: String { letter == nil ? "xen_r\(index)" : "xen_a\(index)" }

  var parameter: String { "a\(index)" }
  var constraint: String { "\"+\(letter ?? "r")\" (\(variable))" }
  var value: String { "unsigned long xen_a\(index) = (unsigned long)(a\(index));" }
  var place: String? {
    letter == nil
      ? "register unsigned long \(variable) __asm__(\"\(register)\") = xen_a\(index);" : nil
  }
}
