// SPDX-License-Identifier: Apache-2.0

/// The label of a box.
enum BoxLabel {
  /// The name of a member, or the names of alternatives that share its bytes: `u: text | vesa_lfb`.
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

  /// The number of leading path components that all paths have in common, not counting any path's
  /// last one.
  private static func commonDepth(_ paths: [[Substring]]) -> Int {
    let limit = (paths.map(\.count).min() ?? 1) - 1
    return (0..<limit).first { part in paths.contains { $0[part] != paths[0][part] } } ?? limit
  }

  /// Shows a guest handle as the pointer that it contains.
  private static func withoutHandle(_ name: String) -> String {
    name.hasSuffix(".p") ? String(name.dropLast(2)) : name
  }
}
