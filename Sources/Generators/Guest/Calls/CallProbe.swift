// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A hypercall that changes nothing which matters, and what Xen must answer.
package struct CallProbe {
  /// What comes back.
  package enum Answer: Equatable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    case exactly(Int)
    case atLeast(Int)
    /// By its name without `XEN_`; it comes back negative.
    case error(String)

    package init(integerLiteral value: Int) { self = .exactly(value) }
    package init(stringLiteral name: String) { self = .error(name) }
  }

  /// Which domain calls.
  package enum Role {
    case dom0, domU
    /// A PV guest in a domU of the PV shim's.
    case shim
  }

  /// The wrapper's name without `HYPERVISOR_`.
  package private(set) var call: String
  /// As C writes them; of the guest's own names there are `BAD`, an address where nothing is,
  /// `ZEROS`, a page of them, and `UNKNOWN`, a number that is no command.
  package let arguments: [String]
  private let answer: Answer
  private let unprivileged, shimmed: Answer?
  private let special: [Hypercall.Caller: Answer]
  private let isMissingOnShim: Bool

  /// - Parameters:
  ///   - answer: to the initial domain, and to others where `domU` is nil.
  ///   - shim: on the PV shim, where it differs from that to a domU.
  ///   - special: to guests of that kind, whichever domain they are.
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

  /// The same call under the name of another release.
  func named(_ name: String) -> CallProbe {
    var probe = self
    probe.call = name
    return probe
  }

  /// What Xen must answer that guest.
  package func answer(to caller: Hypercall.Caller, as role: Role) -> Answer {
    switch role {
    case .dom0: special[caller] ?? answer
    case .domU: special[caller] ?? unprivileged ?? answer
    case .shim: isMissingOnShim ? "ENOSYS" : shimmed ?? answer(to: caller, as: .domU)
    }
  }

  /// Whether the interface that such guests see in that release names all that the arguments name.
  package func canBeSaid(by caller: Hypercall.Caller, in release: XenRelease) -> Bool {
    arguments.joined(separator: " ").split { !($0.isLetter || $0.isNumber || $0 == "_") }
      .filter { $0.first?.isUppercase == true && $0.contains("_") }
      .allSatisfy { Constant.named(String($0), in: release, on: caller.architecture) != nil }
  }
}

extension CallProbe.Answer {
  /// As C writes it.
  var expression: String {
    switch self {
    case .exactly(let value), .atLeast(let value): String(value)
    case .error(let name): "-XEN_" + name
    }
  }

  /// Whether more than that will do.
  var isLeast: Bool { if case .atLeast = self { true } else { false } }

  /// For people.
  package var words: String {
    switch self {
    case .exactly(let value): String(value)
    case .atLeast(let value): "\(value) or more"
    case .error(let name): "-" + name
    }
  }
}
