// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Instructions

/// The facts about a release that a scan has looked up. The scan's result is the same for every
/// release in which these facts are the same.
struct ReleaseBasis: Sendable {
  private let release: XenRelease
  private let role: DomainRole
  /// The instruction classes whose treatment was looked up.
  var kinds: Set<InstructionClass> = []
  /// The numbers of the hypercalls that were looked up.
  var numbers: Set<Int> = []

  init(_ release: XenRelease, _ role: DomainRole) {
    self.release = release
    self.role = role
  }

  /// Whether the facts are the same in another release and role.
  func holds(in other: XenRelease, role: DomainRole) -> Bool {
    kinds.allSatisfy {
      Treatment.of($0, in: release, role: self.role) == Treatment.of($0, in: other, role: role)
    } && numbers.allSatisfy { CallFacts($0, release) == CallFacts($0, other) }
  }
}

/// What `HypercallScan` looks up about a hypercall number in a release; nil if no release has a
/// hypercall of that number.
private struct CallFacts: Equatable {
  let isThere: Bool
  let isDescribed: Bool
  let hasEarlierArguments: Bool

  init?(_ number: Int, _ release: XenRelease) {
    guard let call = Hypercall.number(number) else { return nil }
    isThere = call.name(in: release) != nil
    isDescribed = release >= Hypercall.described
    hasEarlierArguments = call.earlier.map { release < $0.until } ?? false
  }
}

/// The hypercall numbers that one scan has looked up; filled while it runs.
final class AskedNumbers {
  var numbers: Set<Int> = []
}
