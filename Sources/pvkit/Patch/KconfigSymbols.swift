// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// The options that a kernel's Kconfig files define for an architecture.
enum KconfigSymbols {
  /// The limits for the number of files and their size; every kernel's are below them.
  private static let mostFiles = 5000
  private static let mostBytes = 1 << 20

  /// The names without CONFIG_; empty if the tree has no Kconfig file for the architecture.
  ///
  /// - Parameter architecture: the name of the directory in arch: `x86_64`.
  static func names(in tree: String, on architecture: String) -> Set<String> {
    var (names, seen): (Set<String>, Set<String>) = ([], [])
    var rest = ["arch/\(architecture)/Kconfig"]
    while let path = rest.popLast(), seen.count < mostFiles {
      guard seen.insert(path).inserted,
        let text = try? ImageFile.text(
          tree + "/" + path, limit: mostBytes, wanted: "a Kconfig file")
      else { continue }
      for line in text.lines {
        let words = line.split { $0 == " " || $0 == "\t" }
        guard words.count == 2 else { continue }
        switch words[0] {
        case "config", "menuconfig": names.insert(String(words[1]))
        case "source": rest.append(String(words[1].filter { $0 != "\"" }))
        default: break
        }
      }
    }
    return names
  }
}
