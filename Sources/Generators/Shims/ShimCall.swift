// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A hypercall as a C function: its parameters, and what of them goes into each register.
package struct ShimCall {
  /// What goes into one register.
  struct Word {
    /// The parameter that it comes from.
    let parameter: Int
    /// Nil for a whole parameter; half of a 64-bit one in a 32-bit guest.
    let half: Half?
    /// As a C expression over the parameter.
    let expression: String
  }

  enum Half { case low, high }

  /// Without a prefix, as the release calls it.
  package let name: String
  let number: Int
  private(set) var parameters: [Hypercall.Argument] = []
  private(set) var words: [Word] = []

  /// Nil when no such guest can make that call in that release, or none can call it as a function.
  init?(_ call: Hypercall, _ description: ShimDescription) {
    guard call.number != Hypercall.iretNumber,
      call.isOffered(to: description.caller, in: description.release),
      let name = call.name(in: description.release)
    else { return nil }
    self.name = name
    number = call.number
    for argument in call.arguments(of: description.caller, in: description.release) {
      add(argument)
    }
  }

  /// Every call of the description's, by number.
  package static func all(_ description: ShimDescription) -> [ShimCall] {
    Hypercall.all.compactMap { ShimCall($0, description) }
  }

  /// As C declares them: `int cmd, void *arg`.
  var prototype: String {
    parameters.isEmpty ? "void" : parameters.map(\.declaration).joined(separator: ", ")
  }

  /// Two words whose names end in `_low` and `_high` are one parameter.
  private mutating func add(_ argument: Hypercall.Argument) {
    guard let (stem, half) = Self.split(argument.name) else {
      parameters.append(argument)
      return words.append(
        Word(parameter: parameters.count - 1, half: nil, expression: argument.name))
    }
    if parameters.last?.name != stem {
      parameters.append(Hypercall.Argument(type: "uint64_t", name: stem))
    }
    let shifted = half == .low ? stem : "(\(stem) >> 32)"
    words.append(
      Word(
        parameter: parameters.count - 1, half: half, expression: "(unsigned long)\(shifted)"))
  }

  private static func split(_ name: String) -> (String, Half)? {
    for (suffix, half) in [("_low", Half.low), ("_high", .high)] where name.hasSuffix(suffix) {
      return (String(name.dropLast(suffix.count)), half)
    }
    return nil
  }
}

extension Hypercall {
  /// Who answers is known of one release; a call that has gone since was for all.
  fileprivate func isOffered(to caller: Caller, in release: XenRelease) -> Bool {
    let hasGone = Caller.allCases.allSatisfy { handlers[$0] == .none } && !arguments.isEmpty
    return handlers[caller] != .none || hasGone && release < Hypercall.described
  }
}
