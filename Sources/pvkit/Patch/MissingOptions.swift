// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import GuestImage

/// The options that a kernel's configuration was asked for and does not have: Kconfig drops what a
/// Xen guest cannot have, and the kit's entry x86_64/2002-kconfig-missing keeps the list.
struct MissingOptions {
  /// Where the tree's configuration leaves the list, one `CONFIG_NAME=value` a line.
  static let file = ".config.missing"

  /// More than a configuration of all options has.
  private static let mostBytes = 1 << 20

  /// Without CONFIG_, in the order in which they were asked for.
  let names: [String]

  /// - Parameter tree: the kernel tree's path; a tree without the file misses nothing.
  init(tree: String) {
    let text = try? ImageFile.text(
      tree + "/" + Self.file, limit: Self.mostBytes, wanted: "a list of options")
    names = (text ?? "").lines.compactMap { line in
      let name = line.prefix { $0 != "=" }
      return name.hasPrefix("CONFIG_") ? String(name.dropFirst("CONFIG_".count)) : nil
    }
  }

  /// One line for each reason; none when nothing is missing.
  ///
  /// - Parameter known: the options that the release has; empty where that is not known.
  func report(among known: Set<String>) -> [String] {
    let others = known.isEmpty ? [] : names.filter { !known.contains($0) }
    return [
      ("not in the configuration of a Xen guest", names.filter { !others.contains($0) }),
      ("no option of this release", others),
    ].filter { !$1.isEmpty }.map {
      "asked for, and \($0): \($1.map(\.printable).joined(separator: ", "))"
    }
  }

  /// Removes the list from a tree from which what makes it was removed.
  ///
  /// - Parameter removed: the files of the kit that were.
  /// - Returns: whether there was one.
  static func remove(from tree: String, with removed: Set<String>) -> Bool {
    removed.contains(maker) && FileName.with(tree + "/" + file, unlink) == 0
  }

  private static let maker = "scripts/xen-config-missing"
}
