// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A name that stands for one number in the guest and for another where it runs.
public struct ConstantDifference: Sendable, Equatable {
  public let name: String
  public let used: Int
  public let other: Int

  /// Those of `used` that `other` gives another value; what only one side names is none.
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

  /// Whether the value is still answered, under a name made of the old one: sched_op was 6, which
  /// now is sched_op_compat.
  private static func livesOn(_ name: String, _ value: Int, in other: [String: Int]) -> Bool {
    other.contains { $0.value == value && $0.key != name && $0.key.hasPrefix(name) }
  }

  /// Whether they are the same number, or the same 32 bits: neither older BTF nor every header
  /// says whether those have a sign.
  static func isSame(_ one: Int, _ other: Int) -> Bool {
    one == other || (fits(one) && fits(other) && one & 0xffff_ffff == other & 0xffff_ffff)
  }

  private static func fits(_ value: Int) -> Bool {
    (Int(Int32.min)...Int(UInt32.max)).contains(value)
  }
}

extension XenRelease {
  /// Every number that the release names on `architecture`: hypercalls, notes, features, constants.
  ///
  /// - Parameter withPAE: for a 32-bit guest that is built with CONFIG_X86_PAE.
  public func numbers(on architecture: Architecture, withPAE: Bool = false) -> [String: Int] {
    let groups = NumberGroups.numbers(withPAE: withPAE) {
      $0.span.contains(self) && $0.exists(on: architecture)
    }
    return groups.values.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }
}
