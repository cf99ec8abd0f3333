// SPDX-License-Identifier: Apache-2.0

import AbiReference
import Generators

/// The generated pages of Docs.
enum Pages {
  /// Directories that contain only generated pages.
  static let directories = ["Docs/abi", "Docs/rules"]

  /// All pages, by their paths in the package. Equal sources give equal bytes.
  static func all(of package: String) throws -> [GeneratedFile] {
    try abi + RulePages(package).files + [
      GuestPage().file, CoveragePage().file,
    ] + ProofsPage(package).files
  }

  /// The reference of the ABI.
  static var abi: [GeneratedFile] {
    AbiReference.files().map { GeneratedFile(path: "Docs/abi/" + $0.path, text: $0.text) }
  }
}
