// SPDX-License-Identifier: Apache-2.0

/// C's integers as people write them.
enum CSpelling {
  /// `unsigned long` for what compilers call `long unsigned int` in BTF and DWARF; any other name
  /// as it is.
  static func usual(_ name: String) -> String { usual[name] ?? name }

  private static let usual = [
    "short int": "short", "short unsigned int": "unsigned short",
    "long int": "long", "long unsigned int": "unsigned long",
    "long long int": "long long", "long long unsigned int": "unsigned long long",
  ]
}
