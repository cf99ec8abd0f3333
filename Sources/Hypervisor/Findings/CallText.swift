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
    let count = call.arguments(of: .pv64).count
    let arguments = (0..<min(count, 5)).map { argument($0, call) }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }

  private func argument(_ index: Int, _ call: Hypercall) -> String {
    let value = request[index]
    if index == 0, call.arguments(of: .pv64)[0].type.hasSuffix("*") == false,
      let group = call.commands,
      let command = group.constant(Int(truncatingIfNeeded: value), in: interface.release)
    {
      return command.name
    }
    return hex(value)
  }
}
