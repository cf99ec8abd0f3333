// SPDX-License-Identifier: Apache-2.0

/// A number of things: `1 file`, `2 files`, `0 entries`.
///
/// - Parameter plural: where it is not the noun with an s.
public func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) " + (count == 1 ? noun : plural ?? noun + "s")
}
