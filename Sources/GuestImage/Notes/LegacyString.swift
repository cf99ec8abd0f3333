// SPDX-License-Identifier: Apache-2.0

/// The contents of the section `__xen_guest`: `GUEST_OS=linux,XEN_VER=xen-3.0,…`, by which kernels
/// named themselves before there were notes.
public struct LegacyString: Sendable {
  /// Where loaders look for it.
  public static let sectionName = "__xen_guest"
  /// A longer string is no description of a guest; what is behind is not read.
  static let mostBytes = 64 << 10

  /// What stands between two commas.
  public struct Pair: Sendable, Equatable {
    /// What is before the first `=`.
    public let key: String
    /// Empty when there is no `=`.
    public let value: String

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The string that has these pairs.
  static func text(of pairs: [Pair]) -> String {
    pairs.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }

  /// The section's bytes.
  public let bytes: Bytes
  /// The section's index.
  public let section: Int
  /// The bytes up to the first NUL; what is no UTF-8 is replaced.
  public let text: String
  /// Split at commas, then at the first `=`; keys may come twice, the order is theirs.
  public let pairs: [Pair]

  init(_ bytes: Bytes, section: Int) {
    self.bytes = bytes
    self.section = section
    text = bytes.string(at: 0, most: Self.mostBytes)
    pairs = text.split(separator: ",").map { part in
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return Pair(key: String(sides[0]), value: sides.count > 1 ? String(sides[1]) : "")
    }
  }

  /// The value of the last pair with that key: a loader reads on, so the last one wins.
  public subscript(key: String) -> String? { pairs.last { $0.key == key }?.value }
}
