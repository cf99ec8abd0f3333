// SPDX-License-Identifier: Apache-2.0

/// Collects the Debian packages that a boot needs. All are searched for before missing ones are
/// reported, so that one message names all of them.
struct Requirements {
  private(set) var missing: [String] = []

  /// The path that `search` finds. If there is none, the package is recorded as missing.
  mutating func find(_ package: String, _ search: () -> String?) -> String {
    if let path = search() { return path }
    if !missing.contains(package) { missing.append(package) }
    return ""
  }

  /// The path of QEMU.
  mutating func qemu(in places: LabPlaces) -> String {
    find("qemu-system-x86") { places.program("qemu-system-x86_64") }
  }

  /// Throws if a package is missing.
  func check() throws(LabError) {
    guard missing.isEmpty else { throw .missingPackages(missing) }
  }
}
