// SPDX-License-Identifier: Apache-2.0

import Base
import Hypervisor

/// The picture of a `RunMap` (SVG): for each region rows of cells, each of which is one page or
/// more, in the colour of its first kind. It follows the light or dark mode of the reader; the
/// numbers of pages above each region say the same without colours.
struct RunMapDrawing {
  private let map: RunMap
  /// The pages of a cell, a power of two.
  private let pages: UInt64

  private static let columns: UInt64 = 64
  private static let mostRows: UInt64 = 240
  private static let cell = 10.0
  private static let margin = 24.0
  private static let label = 150.0
  private static let width = margin + label + Double(columns) * cell + margin
  /// The most regions to draw; a table lists all.
  private static let mostRegions = 64

  init(_ map: RunMap) {
    self.map = map
    var pages: UInt64 = 1
    while Self.rows(map, pages) > Self.mostRows, pages < 1 << 30 { pages *= 2 }
    self.pages = pages
  }

  private var drawn: ArraySlice<RunMap.Region> { map.regions.prefix(Self.mostRegions) }

  private static func rows(_ map: RunMap, _ pages: UInt64) -> UInt64 {
    map.regions.prefix(mostRegions).reduce(0) { sum, region in
      sum + (region.last - region.start) / (rowBytes(pages)) + 1
    }
  }

  private static func rowBytes(_ pages: UInt64) -> UInt64 { columns * pages << 12 }

  /// The whole SVG file.
  var file: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element + "\n" }

  /// The SVG element, for an HTML page.
  var element: String {
    var shapes = Shapes(id: "space")
    var y = 84.0
    legend(&shapes, &y)
    for region in drawn { draw(region, &shapes, &y) }
    let rest = map.regions.count - drawn.count
    if rest > 0 { note("and \(counted(rest, "more region"))", &shapes, &y) }
    if map.isCut { note(RunMap.cut, &shapes, &y) }
    let size = byteSize(pages << 12)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="space" viewBox="0 0 \(number(Self.width)) \(number(y))" \
      width="\(number(Self.width))" height="\(number(y))" role="img" aria-labelledby="space-title space-about">
      <title id="space-title">Address space of \(map.image.markup)</title>
      <desc id="space-about">\(map.heading.markup)</desc>
      <style>\(Self.style)</style>
      <rect class="back" width="100%" height="100%"/>
      <text x="\(number(Self.margin))" y="28" class="h">\(map.image.markup)</text>
      <text x="\(number(Self.margin))" y="46" class="d">\(map.heading.markup)</text>
      <text x="\(number(Self.margin))" y="61" class="d">a cell is \(size)</text>
      \(shapes.front.joined(separator: "\n"))
      </svg>
      """
  }

  private func note(_ text: String, _ shapes: inout Shapes, _ y: inout Double) {
    shapes.text(text, Self.margin, y, "d")
    y += 20
  }

  private func legend(_ shapes: inout Shapes, _ y: inout Double) {
    var x = Self.margin
    for (kind, count) in map.counts {
      let text = kind.words(count)
      let room = 24 + Double(text.count) * MapColumn.characterWidth + 18
      if x + room > Self.width - Self.margin {
        x = Self.margin
        y += 20
      }
      shapes.box(x, y - 11, 14, 12, kind.rawValue)
      shapes.text(text, x + 20, y, "d")
      x += room
    }
    y += 32
  }

  private func draw(_ region: RunMap.Region, _ shapes: inout Shapes, _ y: inout Double) {
    shapes.text("\(hex(region.start)) to \(hex(region.last))", Self.margin, y, "b")
    let room = Int((Self.width - 2 * Self.margin) / MapColumn.characterWidth)
    for line in MapDrawing.wrapped(region.words + "; " + region.rights, room, most: 6) {
      y += 15
      shapes.text(line, Self.margin, y, "d")
    }
    y += 8
    var last: [Part] = []
    var alike = 0
    for row in rows(of: region) {
      if row.parts == last {
        alike += 1
        continue
      }
      end(alike, &shapes, &y)
      (last, alike) = (row.parts, 0)
      shapes.text(hex(row.start), Self.margin, y + 9, "d")
      for part in row.parts {
        shapes.box(
          Self.margin + Self.label + Double(part.column) * Self.cell, y,
          Double(part.count) * Self.cell, Self.cell, part.kind.rawValue)
      }
      y += Self.cell + 2
    }
    end(alike, &shapes, &y)
    y += 22
  }

  /// Ends a group of rows that are alike, of which the first is drawn.
  private func end(_ alike: Int, _ shapes: inout Shapes, _ y: inout Double) {
    guard alike > 0 else { return }
    shapes.text("and \(counted(alike, "row")) more like it", Self.margin + Self.label, y + 9, "d")
    y += Self.cell + 4
  }

  /// Cells of one kind beside each other.
  private struct Part: Equatable {
    let column: Int
    var count: Int
    let kind: AddressMap.Kind
  }

  /// The rows of a region in which something is mapped.
  private func rows(of region: RunMap.Region) -> [(start: UInt64, parts: [Part])] {
    let bytes = Self.rowBytes(pages)
    let base = region.start & ~(bytes - 1)
    return cells(of: region, from: base).reduce(into: []) { rows, cell in
      let start = base &+ UInt64(cell.index) / Self.columns * bytes
      let column = Int(UInt64(cell.index) % Self.columns)
      if rows.last?.start != start { rows.append((start, [])) }
      let row = rows.count - 1
      let part = rows[row].parts.count - 1
      if part >= 0, rows[row].parts[part].kind == cell.kind,
        rows[row].parts[part].column + rows[row].parts[part].count == column
      {
        rows[row].parts[part].count += 1
      } else {
        rows[row].parts.append(Part(column: column, count: 1, kind: cell.kind))
      }
    }
  }

  /// The cells in which something is mapped, by their distance from the base, each with the first
  /// kind in it.
  private func cells(
    of region: RunMap.Region, from base: UInt64
  ) -> [(index: Int, kind: AddressMap.Kind)] {
    let bytes = pages << 12
    return region.runs.reduce(into: []) { cells, run in
      for index in Int((run.start - base) / bytes)...Int((run.end &- 1 - base) / bytes) {
        if cells.last?.index == index {
          let kinds = [cells[cells.count - 1].kind, run.kind]
          cells[cells.count - 1].kind = AddressMap.Kind.allCases.first(where: kinds.contains)!
        } else {
          cells.append((index, run.kind))
        }
      }
    }
  }

  // MARK: look

  /// The colours of each look, in light and dark mode.
  private static let colours: KeyValuePairs<String, (light: String, dark: String)> = [
    "text": ("#1b1f24", "#e6edf3"), "text.d": ("#57606a", "#9aa4af"),
    ".back": ("#fff", "#0d1117"),
    ".l4": ("#5a3fa0", "#d6c6ff"), ".l3": ("#7d5fc9", "#b79cf0"), ".l2": ("#a585e6", "#8a68d6"),
    ".l1": ("#cdaef3", "#6d48a3"), ".descriptors": ("#f2a3bd", "#97375a"),
    ".shared": ("#b3261e", "#ff8a80"), ".foreign": ("#aed893", "#456f2b"),
    ".device": ("#f2b899", "#8c4d2b"), ".writable": ("#f3cd84", "#8d6414"),
    ".untyped": ("#b9d4f5", "#2b66a8"),
  ]

  private static let style: String = {
    func rules(_ value: ((light: String, dark: String)) -> String) -> String {
      colours.map { ".space \($0){fill:\(value($1))}" }.joined()
    }
    return """
      .space text{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}\
      .space text.h{font-size:15px;font-weight:bold}.space text.b{font-weight:bold}\
      \(rules(\.light))@media(prefers-color-scheme:dark){\(rules(\.dark))}
      """
  }()
}
