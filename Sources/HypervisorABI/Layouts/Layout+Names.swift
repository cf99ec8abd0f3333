// SPDX-License-Identifier: Apache-2.0

extension Layout {
  /// Merges the member names of several layouts of one structure, each name once. The first layout
  /// determines the order; a name that only a later layout has comes after its predecessor there.
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
