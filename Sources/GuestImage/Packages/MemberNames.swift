// SPDX-License-Identifier: Apache-2.0

/// The names of the members of one archive or package, in its order. Several members can have the
/// same name there.
public struct MemberNames {
  private var counts: [String: Int] = [:]

  public init() {}

  /// `(boot/vmlinuz)`, to be appended to the name of the archive; `(boot/vmlinuz) #2` for the second
  /// member of that name.
  public mutating func next(_ member: String) -> String {
    let number = (counts[member] ?? 0) + 1
    counts[member] = number
    return number == 1 ? "(\(member))" : "(\(member)) #\(number)"
  }
}
