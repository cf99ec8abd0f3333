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
      guard let known = other[name], !isSame(value, known), !counts.contains(name) else {
        return nil
      }
      return ConstantDifference(name: name, used: value, other: known)
    }
  }

  /// How many others there are: true for whoever counted, and never passed to the other side.
  private static let counts: Set<String> = ["XS_TYPE_COUNT", "XEN_NETIF_EXTRA_TYPE_MAX"]

  /// Older BTF does not say whether a number of 32 bits has a sign.
  private static func isSame(_ one: Int, _ other: Int) -> Bool {
    one == other || (fits(one) && fits(other) && one & 0xffff_ffff == other & 0xffff_ffff)
  }

  private static func fits(_ value: Int) -> Bool {
    (Int(Int32.min)...Int(UInt32.max)).contains(value)
  }
}

extension XenRelease {
  /// Every constant that the release names on `architecture`.
  public func constants(on architecture: Architecture) -> [String: Int] {
    let groups = ConstantGroup.all.filter { $0.only == nil || $0.only == architecture }
    return Dictionary(
      groups.flatMap { $0.constants(in: self) }.map { ($0.name, $0.value) }
    ) { first, _ in first }
  }
}
