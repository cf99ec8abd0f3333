// SPDX-License-Identifier: Apache-2.0

/// Where in the series a group's next entry belongs, and what it has in common with the others.
///
/// A group may have entries at several places: what builds and offers all of the port, its Makefiles
/// and the Kconfig symbol, comes behind the other groups. A new entry belongs to the first of these
/// places, and before what builds that.
struct SeriesLayer {
  /// Behind which it comes.
  let last: Entry
  private let group: [Entry]
  private let kit: Kit

  /// Nil when the kit has no such group.
  init?(_ kit: Kit, group name: String) {
    let run = kit.entries.drop { $0.group != name }.prefix { $0.group == name }
    let content = run.reversed().drop { $0.isBuild }
    guard let last = content.first ?? run.last else { return nil }
    self.last = last
    self.kit = kit
    group = kit.entries.filter { $0.group == name }
  }

  /// The next ten behind the last one's, a five or any other number where there is none before the
  /// next one that is taken.
  func nextNumber() throws(PatchError) -> Int {
    let number = last.value
    let end = kit.entries.map(\.value).filter { $0 > number }.min() ?? 10000
    let tries = [(number / 10 + 1) * 10, (number / 5 + 1) * 5, number + 1]
    guard let free = tries.first(where: { $0 < end }) else {
      throw PatchError(
        "\(kit.folder)/series", "has no number left behind \(last.id)",
        cure: "number the entries behind it anew")
    }
    return free
  }

  /// The guards that all of the group have.
  var guards: [String] {
    last.guards.words.filter { word in group.allSatisfy { $0.guards.words.contains(word) } }
  }

  /// The symbol on which most of what the group inserts or wraps depends; nil when most depends on
  /// none.
  var symbol: String? {
    let edits = group.flatMap(\.steps).compactMap { $0 as? EditStep }.flatMap(\.edits)
    let symbols = Dictionary(grouping: edits.compactMap(\.operation.symbol)) { $0 }
      .mapValues(\.count)
    let most = symbols.max { ($0.value, $1.key) < ($1.value, $0.key) }
    guard let most, most.value * 2 > edits.count else { return nil }
    return most.key
  }
}

extension Entry {
  fileprivate var value: Int { Int(number) ?? 0 }

  /// Whether it does nothing but name objects or options to the kernel's build.
  fileprivate var isBuild: Bool {
    steps.allSatisfy { step in
      let file = step.head.path.split(separator: "/").last ?? ""
      return ["Makefile", "Kconfig", "Kbuild"].contains { file.hasPrefix($0) }
    }
  }
}
