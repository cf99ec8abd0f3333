// SPDX-License-Identifier: Apache-2.0

/// The place in the series for a group's next entry, and what the group's entries have in common.
///
/// A group may have entries at several places in the series: those that build and offer the whole
/// port, by Makefiles and the Kconfig symbol, follow after the other groups. A new entry belongs to
/// the first of these places, before entries that only concern the build.
struct SeriesLayer {
  /// The entry after which the new one is inserted.
  let last: Entry
  private let group: [Entry]
  private let kit: Kit

  /// Nil if the kit does not have the group.
  init?(_ kit: Kit, group name: String) {
    let run = kit.entries.drop { $0.group != name }.prefix { $0.group == name }
    let content = run.reversed().drop { $0.isBuild }
    guard let last = content.first ?? run.last else { return nil }
    self.last = last
    self.kit = kit
    group = kit.entries.filter { $0.group == name }
  }

  /// The next multiple of ten after the last entry's number; if that is not below the next number
  /// in use, the next multiple of five, or else the next number.
  ///
  /// - Throws: if no number is free.
  func nextNumber() throws(PatchError) -> Int {
    let number = last.value
    let end = kit.entries.map(\.value).filter { $0 > number }.min() ?? 10000
    let tries = [(number / 10 + 1) * 10, (number / 5 + 1) * 5, number + 1]
    guard let free = tries.first(where: { $0 < end }) else {
      throw PatchError(
        "\(kit.directory)/series", "has no free number after \(last.id)",
        cure: "renumber the entries after it")
    }
    return free
  }

  /// The guards that all entries of the group have.
  var guards: [String] {
    last.guards.words.filter { word in group.allSatisfy { $0.guards.words.contains(word) } }
  }

  /// The symbol that more than half of the group's edits depend on; nil if there is none.
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

  /// Whether the entry only changes files of the kernel's build: Makefile, Kconfig or Kbuild.
  fileprivate var isBuild: Bool {
    steps.allSatisfy { step in
      let file = step.head.path.split(separator: "/").last ?? ""
      return ["Makefile", "Kconfig", "Kbuild"].contains { file.hasPrefix($0) }
    }
  }
}
