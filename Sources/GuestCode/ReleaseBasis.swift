// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Instructions

/// The facts of a release that a scan of some code asked for: in another one of which they are the
/// same, the scan is the same.
struct ReleaseBasis: Sendable {
  private let release: XenRelease
  private let role: DomainRole
  /// The instructions whose treatment was looked up.
  var kinds: Set<InstructionClass> = []
  /// The hypercalls that were looked up.
  var numbers: Set<Int> = []

  init(_ release: XenRelease, _ role: DomainRole) {
    self.release = release
    self.role = role
  }

  /// Whether they are the same there.
  func holds(in other: XenRelease, role: DomainRole) -> Bool {
    kinds.allSatisfy {
      Treatment.of($0, in: release, role: self.role) == Treatment.of($0, in: other, role: role)
    } && numbers.allSatisfy { CallFacts($0, release) == CallFacts($0, other) }
  }
}

/// What `HypercallScan` asks about a hypercall number in a release; nil if no release has a call of
/// that number.
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

/// The numbers that one scan asked for; filled while it goes on.
final class AskedNumbers {
  var numbers: Set<Int> = []
}
