// SPDX-License-Identifier: Apache-2.0

/// What is written into a box.
enum BoxLabel {
  /// A member's own name, or those of the alternatives that share its bytes: `u: text | vesa_lfb`.
  static func text(_ names: [String]) -> String {
    let plain = names.map(withoutHandle)
    guard plain.count > 1 else { return plain.first ?? "" }
    let paths = plain.map { $0.split(separator: ".") }
    let depth = commonDepth(paths)
    let stem = paths[0].prefix(depth).joined(separator: ".")
    let alternatives = paths.map { $0.dropFirst(depth) }.reduce(into: [String]()) { found, rest in
      let name = plain.count > 2 ? String(rest.first ?? "") : rest.joined(separator: ".")
      if !found.contains(name) { found.append(name) }
    }
    return (stem.isEmpty ? "" : stem + ": ") + alternatives.joined(separator: " | ")
  }

  /// The leading parts that all have in common, less the last of any.
  private static func commonDepth(_ paths: [[Substring]]) -> Int {
    let limit = (paths.map(\.count).min() ?? 1) - 1
    return (0..<limit).first { part in paths.contains { $0[part] != paths[0][part] } } ?? limit
  }

  /// A guest handle is a pointer to who looks at bytes.
  private static func withoutHandle(_ name: String) -> String {
    name.hasSuffix(".p") ? String(name.dropLast(2)) : name
  }
}
