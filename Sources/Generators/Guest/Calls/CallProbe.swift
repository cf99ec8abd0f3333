// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A hypercall without relevant side effects, and the result that Xen must return.
package struct CallProbe {
  /// The expected result.
  package enum Answer: Equatable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    case exactly(Int)
    case atLeast(Int)
    /// An error, by its name without `XEN_`; the result is its negative number.
    case error(String)

    package init(integerLiteral value: Int) { self = .exactly(value) }
    package init(stringLiteral name: String) { self = .error(name) }
  }

  /// The role of the calling domain.
  package enum Role {
    case dom0, domU
    /// A PV guest on the PV shim in a domU.
    case shim
  }

  /// The name of the wrapper, without `HYPERVISOR_`.
  package private(set) var call: String
  /// The arguments as C expressions. The guest defines these names: `BAD`, an address that is not
  /// mapped; `ZEROS`, a page of zeros; `UNKNOWN`, a number that is not a command.
  package let arguments: [String]
  private let answer: Answer
  private let unprivileged, shimmed: Answer?
  private let special: [Hypercall.Caller: Answer]
  private let isMissingOnShim: Bool

  /// - Parameters:
  ///   - call: the name of the hypercall.
  ///   - arguments: the arguments as C expressions.
  ///   - answer: the result for the initial domain, and for others if `domU` is nil.
  ///   - domU: the result for other domains, if it differs.
  ///   - shim: the result on the PV shim, if it differs from that for a domU.
  ///   - special: results for certain kinds of guest, in any role.
  init(
    _ call: String, _ arguments: [String], _ answer: Answer, domU: Answer? = nil,
    shim: Answer? = nil, _ special: [Hypercall.Caller: Answer] = [:]
  ) {
    self.call = call
    self.arguments = arguments
    self.answer = answer
    unprivileged = domU
    shimmed = shim
    self.special = special
    isMissingOnShim = Self.missingOnShim.contains(call)
  }

  /// The same call under its name in another release.
  func named(_ name: String) -> CallProbe {
    var probe = self
    probe.call = name
    return probe
  }

  /// The result that Xen must return to a guest.
  package func answer(to caller: Hypercall.Caller, as role: Role) -> Answer {
    switch role {
    case .dom0: special[caller] ?? answer
    case .domU: special[caller] ?? unprivileged ?? answer
    case .shim: isMissingOnShim ? "ENOSYS" : shimmed ?? answer(to: caller, as: .domU)
    }
  }

  /// Whether all names in the arguments exist in the interface that this kind of guest sees in a
  /// release.
  package func canBeSaid(by caller: Hypercall.Caller, in release: XenRelease) -> Bool {
    arguments.joined(separator: " ").split { !($0.isLetter || $0.isNumber || $0 == "_") }
      .filter { $0.first?.isUppercase == true && $0.contains("_") }
      .allSatisfy { Constant.named(String($0), in: release, on: caller.architecture) != nil }
  }
}

extension CallProbe.Answer {
  /// The result as a C expression.
  var expression: String {
    switch self {
    case .exactly(let value), .atLeast(let value): String(value)
    case .error(let name): "-XEN_" + name
    }
  }

  /// Whether the result is a minimum.
  var isLeast: Bool { if case .atLeast = self { true } else { false } }

  /// The result for people.
  package var words: String {
    switch self {
    case .exactly(let value): String(value)
    case .atLeast(let value): "\(value) or more"
    case .error(let name): "-" + name
    }
  }
}
