// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Renders a hypercall as text: its name, its command and its arguments.
struct CallText {
  private let request: HypercallRequest
  private let interface: Interface

  init(_ request: HypercallRequest, _ interface: Interface) {
    self.request = request
    self.interface = interface
  }

  var words: String {
    guard let call = Hypercall.number(request.number) else { return "hypercall \(request.number)" }
    let name = call.name(in: interface.release) ?? call.name
    let declared = call.joinedArguments(of: interface.guest.caller)
    let arguments = declared.prefix(5).indices.map { argument($0, call, declared) }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }

  private func argument(
    _ index: Int, _ call: Hypercall, _ declared: [Hypercall.Argument]
  ) -> String {
    let value = request[index]
    if index == 0, !declared[0].type.hasSuffix("*"),
      let group = call.commands,
      let command = group.constant(Int(truncatingIfNeeded: value), in: interface.release)
    {
      return command.name
    }
    return hex(value)
  }
}
