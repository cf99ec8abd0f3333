// SPDX-License-Identifier: Apache-2.0

/// The usual spelling of C's integer types.
enum CSpelling {
  /// The usual spelling of a type name in BTF or DWARF: `unsigned long` for `long unsigned int`.
  /// Other names are returned unchanged.
  static func usual(_ name: String) -> String { usual[name] ?? name }

  private static let usual = [
    "short int": "short", "short unsigned int": "unsigned short",
    "long int": "long", "long unsigned int": "unsigned long",
    "long long int": "long long", "long long unsigned int": "unsigned long long",
  ]
}
