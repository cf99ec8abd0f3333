// SPDX-License-Identifier: Apache-2.0

extension Sequence {
  /// The elements in groups of those with equal keys; the groups are in the order of their first
  /// elements.
  func groups<Key: Hashable>(by key: (Element) -> Key) -> [[Element]] {
    var (groups, places): ([[Element]], [Key: Int]) = ([], [:])
    for element in self {
      let own = key(element)
      if let place = places[own] {
        groups[place].append(element)
      } else {
        places[own] = groups.count
        groups.append([element])
      }
    }
    return groups
  }
}

/// ` (3 times)`, to be appended to what several findings have in common; empty for one.
func times(_ count: Int) -> String { count > 1 ? " (\(count) times)" : "" }
