// SPDX-License-Identifier: Apache-2.0

/// A count with its noun: `1 file`, `2 files`, `0 entries`.
///
/// - Parameter plural: the plural; nil if it is the noun with an s.
public func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) " + (count == 1 ? noun : plural ?? noun + "s")
}
