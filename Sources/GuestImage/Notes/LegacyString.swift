// SPDX-License-Identifier: Apache-2.0

/// The content of the section `__xen_guest`, such as `GUEST_OS=linux,XEN_VER=xen-3.0,…`, by which
/// kernels described themselves before ELF notes.
public struct LegacyString: Sendable {
  /// The name of the section, by which loaders find it.
  public static let sectionName = "__xen_guest"
  /// The maximum number of bytes to read; a longer string is not a description of a guest.
  static let mostBytes = 64 << 10

  /// A pair of key and value; pairs are separated by commas.
  public struct Pair: Sendable, Equatable {
    /// The text before the first `=`.
    public let key: String
    /// The text after the first `=`; empty if there is none.
    public let value: String

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The string for these pairs.
  static func text(of pairs: [Pair]) -> String {
    pairs.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }

  /// The bytes of the section.
  public let bytes: Bytes
  /// The index of the section.
  public let section: Int
  /// The text up to the first NUL; invalid UTF-8 is replaced.
  public let text: String
  /// The pairs, in the order of the string; a key can occur more than once.
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

  /// The value of the last pair with a key. Loaders read on to the end of the string, so that the
  /// last pair counts.
  public subscript(key: String) -> String? { pairs.last { $0.key == key }?.value }
}
