// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Generates the typed functions `HYPERVISOR_name(…)`, and the builders for multicalls
/// `MULTI_name(…)`.
struct ShimWrappers {
  let description: ShimDescription
  let calls: [ShimCall]

  init(_ description: ShimDescription) {
    self.description = description
    calls = ShimCall.all(description)
  }

  var text: String {
    let builders = description.includes.isEmpty ? [] : calls.compactMap(builder)
    return (calls.map(wrapper) + suspend + builders).joined(separator: "\n")
  }

  /// The numbers of the calls, for headers that lack one.
  var numbers: String {
    let numbers = Hypercall.all.filter { $0.name(in: description.release) != nil }
    return numbers.map { call in
      let macro = "__HYPERVISOR_" + (call.name(in: description.release) ?? call.name)
      return "#ifndef \(macro)\n#define \(macro) \(call.number)\n#endif\n"
    }.joined()
  }

  /// Forward declarations of the structures that arguments point to.
  var forwardDeclarations: String {
    let tags = calls.flatMap(\.parameters).compactMap { parameter in
      parameter.type.split(separator: " ").drop { $0 != "struct" }.dropFirst().first
    }
    let used = Set(
      tags.map(String.init) + (description.includes.isEmpty ? [] : ["multicall_entry"]))
    return used.sorted().map { "struct \($0);\n" }.joined()
  }

  private var opening: String {
    description.style == .c89 ? "static __inline__" : "static inline"
  }

  private func wrapper(_ call: ShimCall) -> String {
    let operands = ["long", call.name] + call.words.map(\.expression)
    return """
      \(opening) long HYPERVISOR_\(call.name)(\(call.prototype))
      {
      \treturn _hypercall\(call.words.count)(\(operands.joined(separator: ", ")));
      }

      """
  }

  /// The only call with more arguments than its command usually has: a PV guest passes the frame of
  /// its start_info.
  private var suspend: [String] {
    guard description.release.returnsByHypercall, !description.caller.isHvm,
      let shutdown = Constant.named("SCHEDOP_shutdown", in: description.release),
      let reason = Constant.named("SHUTDOWN_suspend", in: description.release)
    else { return [] }
    return [
      """
      /* SCHEDOP_shutdown for SHUTDOWN_suspend, with the frame of start_info as third argument. */
      \(opening) long HYPERVISOR_suspend(unsigned long frame)
      {
      \tunsigned int reason = \(reason.literal);

      \treturn _hypercall3(long, sched_op, \(shutdown.literal), &reason, frame);
      }

      """
    ]
  }

  /// A function that fills an entry of a multicall's list with a call.
  private func builder(_ call: ShimCall) -> String? {
    guard call.name != "multicall" else { return nil }
    let parameters = ["struct multicall_entry *xen_entry"] + call.parameters.map(\.declaration)
    let arguments = call.words.enumerated().map {
      "\txen_entry->args[\($0.offset)] = (unsigned long)\($0.element.unsigned);\n"
    }
    return """
      \(opening) void MULTI_\(call.name)(\(parameters.joined(separator: ", ")))
      {
      \txen_entry->op = __HYPERVISOR_\(call.name);
      \(arguments.joined())}

      """
  }
}

extension ShimCall.Word {
  /// The expression without the cast that a half already has.
  fileprivate var unsigned: String {
    half == nil ? expression : String(expression.dropFirst("(unsigned long)".count))
  }
}
