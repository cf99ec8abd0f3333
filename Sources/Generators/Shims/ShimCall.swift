// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A hypercall as a C function: its parameters, and the word for each register.
package struct ShimCall {
  /// The value for one register.
  struct Word {
    /// The index of the parameter.
    let parameter: Int
    /// The half of a 64-bit parameter in a 32-bit guest; nil for a whole parameter.
    let half: Half?
    /// The value as a C expression.
    let expression: String
  }

  enum Half { case low, high }

  /// The name without a prefix, in the release.
  package let name: String
  let number: Int
  private(set) var parameters: [Hypercall.Argument] = []
  private(set) var words: [Word] = []

  /// Nil if this kind of guest does not have the call in that release, or the call cannot be a
  /// function.
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

  /// All calls of a description, by number.
  package static func all(_ description: ShimDescription) -> [ShimCall] {
    Hypercall.all.compactMap { ShimCall($0, description) }
  }

  /// The parameters as C declares them: `int cmd, void *arg`.
  var prototype: String {
    parameters.isEmpty ? "void" : parameters.map(\.declaration).joined(separator: ", ")
  }

  /// Adds an argument. Two words whose names end in `_low` and `_high` form one parameter.
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
  /// Whether a kind of guest has the call in a release. The handlers are known for one release
  /// only; a call that was removed since is assumed to have been available to all guests.
  fileprivate func isOffered(to caller: Caller, in release: XenRelease) -> Bool {
    let hasGone = Caller.allCases.allSatisfy { handlers[$0] == .none } && !arguments.isEmpty
    return handlers[caller] != .none || hasGone && release < Hypercall.described
  }
}
