// SPDX-License-Identifier: Apache-2.0

/// A range of virtual addresses, and the page tables that it needs in addition to the existing ones
/// (xg_dom_x86.c@4.17, count_pgtables).
struct Mapping {
  /// The tables of one level: the addresses they cover, the first table's frame, and their number.
  struct Level {
    var from: UInt64 = 0
    var last: UInt64 = 0
    var frame: UInt64 = 0
    var tables: UInt64 = 0
  }

  let from: UInt64
  let last: UInt64
  /// From the lowest level to the highest.
  var levels: [Level]
  /// The number of tables of all levels.
  private(set) var tables: UInt64 = 0

  init(
    _ from: UInt64, _ last: UInt64, width: PageTables.Width, others: [Mapping], tablesAt: UInt64
  ) {
    self.from = from & width.addressMask
    self.last = last & width.addressMask
    levels = Array(repeating: Level(), count: width.levels)
    for level in levels.indices.reversed() {
      levels[level].frame = tablesAt + tables
      if level == width.levels - 1 {
        if others.isEmpty { add(Level(last: width.addressMask, tables: 1), level) }
      } else {
        let wantsTop = width.levels == 3 && others.isEmpty && level == 1 && last < 0xc000_0000
        let bits = Page.shift + UInt64(level + 1) * width.indexBits
        add(cover(level, bits, others, extendTo: wantsTop ? width.addressMask : nil), level)
      }
    }
  }

  private mutating func add(_ new: Level, _ index: Int) {
    levels[index].from = new.from
    levels[index].last = new.last
    levels[index].tables = new.tables
    tables += new.tables
  }

  /// The range that this level must cover, without what other mappings already cover. For a 32-bit
  /// guest with PAE the fourth second-level table always exists.
  private func cover(
    _ index: Int, _ bits: UInt64, _ others: [Mapping], extendTo: UInt64?
  ) -> Level {
    let mask: UInt64 = (1 << bits) - 1
    var level = Level(from: from & ~mask, last: extendTo ?? last | mask)
    for other in others.map({ $0.levels[index] }) where other.from != other.last {
      if level.from >= other.from, level.last <= other.last { return Level() }
      if level.from >= other.from, level.from <= other.last { level.from = other.last + 1 }
      if level.last >= other.from, level.last <= other.last { level.last = other.from &- 1 }
    }
    if level.from < level.last { level.tables = (level.last - level.from) >> bits + 1 }
    return level
  }
}
