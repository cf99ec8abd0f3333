// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Empty files that replace what the tree's headers include and is not Xen's: a kernel's own
/// headers and those of the C library.
enum HeaderStandIns {
  /// The directories whose headers may be replaced. A missing header of Xen itself is never
  /// replaced.
  private static let directories: Set<Substring> = [
    "asm", "asm-generic", "linux", "sys", "uapi", "mini-os", "machine", "generated",
  ]
  private static let library: Set<Substring> = [
    "stdint.h", "stddef.h", "inttypes.h", "stdbool.h", "string.h", "limits.h", "types.h",
    "stdarg.h", "stdlib.h", "stdio.h", "unistd.h", "errno.h",
  ]

  /// The names that these headers include and that may be replaced.
  static func names(in headers: [String]) -> Set<String> {
    var found: Set<String> = []
    for header in headers {
      guard let file = (try? GuestImage.open(path: header))?.file else { continue }
      let lines = file.string(at: 0, most: 1 << 22).split(whereSeparator: \.isNewline)
      found.formUnion(lines.compactMap(included).filter(mayStandIn).map(String.init))
    }
    return found
  }

  /// The name in an include directive, such as `linux/types.h` of `# include <linux/types.h>`.
  private static func included(_ line: Substring) -> Substring? {
    var rest = line.drop(while: \.isWhitespace)
    for word in ["#", "include"] {
      guard rest.hasPrefix(word) else { return nil }
      rest = rest.dropFirst(word.count).drop(while: \.isWhitespace)
    }
    guard let quote = rest.first, quote == "<" || quote == "\"" else { return nil }
    return rest.dropFirst().prefix { $0 != ">" && $0 != "\"" }
  }

  /// Whether the name may be replaced; it must not lead out of the directory.
  private static func mayStandIn(_ name: Substring) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }), name.utf8.count < 200
    else { return false }
    return parts.count == 1 ? library.contains(name) : directories.contains(parts[0])
  }
}
