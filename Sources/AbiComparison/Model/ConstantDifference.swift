// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A name with different numbers in the guest and in the interface where it runs.
public struct ConstantDifference: Sendable, Equatable {
  /// The name in the headers.
  public let name: String
  /// The number in the guest.
  public let used: Int
  /// The number in the other view.
  public let other: Int

  /// The names in both that have different values, by name.
  public static func all(
    used: [String: Int], with other: [String: Int]
  ) -> [ConstantDifference] {
    used.sorted { $0.key < $1.key }.compactMap { name, value in
      guard let known = other[name], !isSame(value, known), !Constant.isCount(name),
        !livesOn(name, value, in: other)
      else { return nil }
      return ConstantDifference(name: name, used: value, other: known)
    }
  }

  /// Whether the value still exists, under a name that starts with the old one: sched_op was 6,
  /// which is sched_op_compat now.
  private static func livesOn(_ name: String, _ value: Int, in other: [String: Int]) -> Bool {
    other.contains { $0.value == value && $0.key != name && $0.key.hasPrefix(name) }
  }

  /// Whether two values are equal, or equal in 32 bits: neither old BTF nor every header specifies
  /// whether those are signed.
  static func isSame(_ one: Int, _ other: Int) -> Bool {
    one == other || (fits(one) && fits(other) && one & 0xffff_ffff == other & 0xffff_ffff)
  }

  private static func fits(_ value: Int) -> Bool {
    (Int(Int32.min)...Int(UInt32.max)).contains(value)
  }
}

extension XenRelease {
  /// All numbers that the release has on an architecture: hypercalls, notes, features and
  /// constants, by name.
  ///
  /// - Parameter withPAE: whether to use the values for a 32-bit guest built with CONFIG_X86_PAE.
  public func numbers(on architecture: Architecture, withPAE: Bool = false) -> [String: Int] {
    let groups = NumberGroups.numbers(withPAE: withPAE) {
      $0.span.contains(self) && $0.exists(on: architecture)
    }
    return groups.values.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }
}
