// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import GuestImage

/// The requested options that a kernel's configuration does not have: Kconfig drops those that a
/// Xen guest cannot have. The kit's entry x86_64/2002-kconfig-missing writes the list of them.
struct MissingOptions {
  /// The name of the list in the tree, with one `CONFIG_NAME=value` per line.
  static let file = ".config.missing"

  /// The size limit of the list; a configuration with all options is smaller.
  private static let mostBytes = 1 << 20

  /// The names without CONFIG_, in the order in which they were requested.
  let names: [String]

  /// - Parameter tree: the path of the kernel tree; if it has no list, no options are missing.
  init(tree: String) {
    let text = try? ImageFile.text(
      tree + "/" + Self.file, limit: Self.mostBytes, wanted: "a list of options")
    names = (text ?? "").lines.compactMap { line in
      let name = line.prefix { $0 != "=" }
      return name.hasPrefix("CONFIG_") ? String(name.dropFirst("CONFIG_".count)) : nil
    }
  }

  /// One line for each reason; empty if no options are missing.
  ///
  /// - Parameter known: the options that the release has; empty if they are not known.
  func report(among known: Set<String>) -> [String] {
    let others = known.isEmpty ? [] : names.filter { !known.contains($0) }
    return [
      ("not in the configuration of a Xen guest", names.filter { !others.contains($0) }),
      ("no option of this release", others),
    ].filter { !$1.isEmpty }.map {
      "asked for, and \($0): \($1.map(\.printable).joined(separator: ", "))"
    }
  }

  /// Removes the list from a tree if the script that writes it was removed.
  ///
  /// - Parameter removed: the files of the kit that were removed.
  /// - Returns: whether the list existed.
  static func remove(from tree: String, with removed: Set<String>) -> Bool {
    removed.contains(maker) && FileName.with(tree + "/" + file, unlink) == 0
  }

  private static let maker = "scripts/xen-config-missing"
}
