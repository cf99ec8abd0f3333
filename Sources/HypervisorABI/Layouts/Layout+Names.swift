// SPDX-License-Identifier: Apache-2.0

extension Layout {
  /// The names of the members of several layouts of one structure, each once: the first layout's
  /// in their order, and those that only a later one has after their predecessors there.
  public static func memberNames(of layouts: [Layout]) -> [String] {
    layouts.dropFirst().reduce(layouts.first?.members.map(\.name) ?? []) { names, layout in
      var merged = names
      var position = 0
      for name in layout.members.map(\.name) {
        if let known = merged.firstIndex(of: name) {
          position = known + 1
        } else {
          merged.insert(name, at: position)
          position += 1
        }
      }
      return merged
    }
  }
}
