// SPDX-License-Identifier: Apache-2.0

/// What a boot needs from Debian: everything is looked for before anything missing is reported,
/// so that one line names it all.
struct Requirements {
  private(set) var missing: [String] = []

  /// The path that `search` finds; when there is none, the package is noted as missing.
  mutating func find(_ package: String, _ search: () -> String?) -> String {
    if let path = search() { return path }
    if !missing.contains(package) { missing.append(package) }
    return ""
  }

  /// Throws when anything was missing.
  func check() throws(LabError) {
    guard missing.isEmpty else { throw .missingPackages(missing) }
  }
}
