// SPDX-License-Identifier: Apache-2.0

import Base

/// The drawing of `pvkit map` (SVG): up to three columns, each with its own scale; each enlarges a
/// part of the previous one. Supports light and dark mode; no meaning is given by colour alone.
public struct MapDrawing: Sendable {
  let map: GuestMap
  private let columns: [MapColumn]
  private let height: Double

  /// The least distance of the columns from the top of the drawing.
  private static let leastTop = 96.0
  private static let margin = 24.0
  private static let leastHeight = 480.0

  public init(_ map: GuestMap) {
    self.map = map
    let ranges = Self.ranges(map)
    let columns = ranges.enumerated().map { index, range in
      MapColumn(
        map, range, title: Self.title(of: map, index, ranges.count),
        inside: index + 1 < ranges.count ? ranges[index + 1] : nil,
        isWhole: index == 0 && ranges.count > 1)
    }
    self.columns = columns
    height = max(Self.leastHeight, columns.map(\.leastHeight).max() ?? 0)
  }

  // MARK: columns

  private static func title(of map: GuestMap, _ index: Int, _ count: Int) -> String {
    if index == 0, count > 1 { return "domain's memory" }
    if index == 2 || index == 1 && count == 2 && map.items.isEmpty { return "after the kernel" }
    return map.mapped == nil ? "kernel" : "mapped at the start"
  }

  /// The ranges of the columns: the domain's memory, the used part of it, and the pages after the
  /// kernel.
  private static func ranges(_ map: GuestMap) -> [Range<UInt64>] {
    let whole = 0..<max(map.memory, 1)
    guard let first = map.items.first?.physical.lowerBound else { return [whole] }
    let last = map.items.map(\.physical.upperBound).max() ?? first
    let used = first..<min(max(last, map.mapped?.upperBound ?? 0, first + 1), whole.upperBound)
    guard used.count < whole.count else { return [whole] }
    var ranges = [whole, used]
    if let pages = pages(map), pages.count * 3 < used.count { ranges.append(pages) }
    return ranges
  }

  /// From the first page that the loader adds to the last one. A P2M table before them is included
  /// unless it is three times as large or more.
  private static func pages(_ map: GuestMap) -> Range<UInt64>? {
    let own: Set<GuestMap.Kind> = [.page, .pageTables, .stack]
    let pages = map.items.filter { own.contains($0.kind) }
    guard let first = pages.first?.physical.lowerBound,
      let last = pages.map(\.physical.upperBound).max()
    else { return nil }
    let table = map.items.first { $0.kind == .frameTable && $0.physical.upperBound == first }
    guard let table, table.physical.count < 3 * (last - first) else { return first..<last }
    return table.physical.lowerBound..<last
  }

  // MARK: the file

  /// The whole SVG file.
  public var file: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element + "\n"
  }

  /// The SVG element, for an HTML page.
  public var element: String { element("map") }

  /// - Parameter id: the prefix of the ids in the drawing, to make them unique on a page with
  ///   several drawings.
  func element(_ id: String) -> String {
    var shapes = Shapes(id: id)
    let width = max(columns.reduce(0) { $0 + $1.width } + 2 * Self.margin, 760)
    let top = heading(&shapes, width)
    var left = Self.margin
    for (index, column) in columns.enumerated() {
      column.draw(&shapes, left: left, top: top, height: height)
      let next = left + column.width
      if index + 1 < columns.count {
        let bar = (left + MapColumn.barWidth, top)
        wedge(&shapes, column, columns[index + 1].range, from: bar, to: next)
      }
      left = next
    }
    var y = top + height + 40
    legend(&shapes, &y, width)
    findings(&shapes, &y, width)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 \(number(width)) \(number(y))" \
      width="\(number(width))" height="\(number(y))" role="img" aria-labelledby="\(id)-title \(id)-about">
      <title id="\(id)-title">Memory of \(map.image.markup)</title>
      <desc id="\(id)-about">\(map.heading.markup)</desc>
      <style>\(Self.style)</style>
      <defs>\(Self.patterns(id))</defs>
      <rect class="back" width="100%" height="100%"/>
      \(shapes.behind.joined(separator: "\n"))
      \(shapes.front.joined(separator: "\n"))
      </svg>
      """
  }

  /// The width of a character of the image's name, as drawn.
  private static let nameWidth = 9.1
  private static let mostNameLines = 4
  private static let mostHeadingLines = 8

  /// Draws the image's name and the loader's verdict, in as many lines as they need. Returns the top
  /// of the columns.
  private func heading(_ shapes: inout Shapes, _ width: Double) -> Double {
    let room = width - 2 * Self.margin
    var y = 28.0
    for line in Self.wrapped(map.image, Int(room / Self.nameWidth), most: Self.mostNameLines) {
      shapes.text(line, Self.margin, y, "h")
      y += 18
    }
    let letters = Int(room / MapColumn.characterWidth)
    for line in Self.wrapped(map.heading, letters, most: Self.mostHeadingLines) {
      shapes.text(line, Self.margin, y, "d")
      y += 15
    }
    // Above each column is its title.
    return max(y + 20, Self.leastTop)
  }

  /// - Parameters:
  ///   - from: the right edge and the top of the column's bar.
  ///   - to: the left edge of the next one's.
  private func wedge(
    _ shapes: inout Shapes, _ column: MapColumn, _ next: Range<UInt64>,
    from: (x: Double, top: Double), to: Double
  ) {
    let top = column.y(next.lowerBound, from.top, height)
    let bottom = column.y(next.upperBound, from.top, height)
    let corners = [(from.x, top), (to, from.top), (to, from.top + height), (from.x, bottom)]
    let points = corners.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
    shapes.behind.append("<polygon class=\"wedge\" points=\"\(points)\"/>")
  }

  private func legend(_ shapes: inout Shapes, _ y: inout Double, _ width: Double) {
    let present = Set(map.rows.map(\.item.kind))
    var x = Self.margin
    for kind in GuestMap.Kind.allCases where present.contains(kind) && kind != .entry {
      let room = 24 + Double(kind.name.count) * MapColumn.characterWidth + 18
      if x + room > width - Self.margin {
        x = Self.margin
        y += 20
      }
      shapes.box(x, y - 11, 14, 12, kind.rawValue)
      shapes.text(kind.name, x + 20, y, "d")
      x += room
    }
    y += 28
  }

  private static let mostFindings = 16
  private static let mostFindingLines = 12

  private func findings(_ shapes: inout Shapes, _ y: inout Double, _ width: Double) {
    let bad = map.marks.filter { $0.severity != .note }
    let room = Int((width - 2 * Self.margin - 24) / MapColumn.characterWidth)
    for mark in bad.prefix(Self.mostFindings) {
      shapes.sign(mark.severity, Self.margin + 6, y - 4)
      let text = "\(mark.severity.rawValue) \(mark.rule): \(mark.message)"
      for line in Self.wrapped(text, room, most: Self.mostFindingLines) {
        shapes.text(line, Self.margin + 20, y, "")
        y += 15
      }
      y += 5
    }
    if bad.count > Self.mostFindings {
      let rest = bad.count - Self.mostFindings
      shapes.text("and \(counted(rest, "more finding"))", Self.margin + 20, y, "d")
      y += 20
    }
  }

  /// The text in lines of at most `width` characters; a longer word takes several.
  ///
  /// - Parameter most: the most lines; the last one then ends in an ellipsis if there are more.
  static func wrapped(_ text: String, _ width: Int, most: Int) -> [String] {
    let width = max(width, 1)
    var lines: [String] = []
    for word in text.printable.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
        continue
      }
      var rest = word
      while !rest.isEmpty {
        lines.append(String(rest.prefix(width)))
        rest = rest.dropFirst(width)
      }
    }
    guard lines.count > most, most > 0 else { return lines }
    return lines.prefix(most - 1) + [cut(lines[most - 1] + " " + lines[most], width)]
  }

  /// The text in at most `width` characters: an ellipsis replaces the words that do not fit, or the
  /// end of a long one.
  static func cut(_ text: String, _ width: Int) -> String {
    guard text.count > width else { return text }
    let part = text.prefix(max(width - 1, 0))
    guard let space = part.lastIndex(of: " "),
      part.distance(from: part.startIndex, to: space) > width / 2
    else { return part + "…" }
    return part[..<space] + " …"
  }

  // MARK: look

  private static func patterns(_ id: String) -> String {
    """
    <pattern id="\(id)-zeroed" width="6" height="6" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect class="back" width="6" height="6"/>\
    <rect class="data bare" width="3" height="6"/></pattern>\
    <pattern id="\(id)-unused" width="8" height="8" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect class="back" width="8" height="8"/>\
    <rect class="hatch" width="1" height="8"/></pattern>
    """
  }

  /// The colours of each look, in light and dark mode.
  private static let colours: KeyValuePairs<String, (light: String, dark: String)> = [
    "text": ("fill:#1b1f24;stroke:#fff", "fill:#e6edf3;stroke:#0d1117"),
    ".d": ("fill:#57606a", "fill:#9aa4af"),
    "text.d": ("fill:#57606a", "fill:#9aa4af"),
    ".error,text.error": ("fill:#b3261e", "fill:#ff8a80"),
    ".warning,text.warning": ("fill:#7a4f00", "fill:#f0b64a"),
    "rect,.lead": ("stroke:#57606a", "stroke:#8b949e"),
    ".cross": ("stroke:#fff", "stroke:#0d1117"),
    ".place": ("fill:#1b1f24;stroke:#fff", "fill:#e6edf3;stroke:#0d1117"),
    ".back": ("fill:#fff", "fill:#0d1117"),
    ".hatch": ("fill:#d0d7de", "fill:#30363d"),
    ".wedge": ("fill:#eff2f5", "fill:#161b22"),
    ".code": ("fill:#8fbdf3", "fill:#2b66a8"),
    ".readOnly": ("fill:#93d8cc", "fill:#236f65"),
    ".data": ("fill:#f3cd84", "fill:#8d6414"),
    ".notes": ("fill:#cdaef3", "fill:#6d48a3"),
    ".hypercallPage": ("fill:#f2a3bd", "fill:#97375a"),
    ".frameTable": ("fill:#aed893", "fill:#456f2b"),
    ".page": ("fill:#b79cf0", "fill:#5a3fa0"),
    ".pageTables": ("fill:#b9c1ca", "fill:#4d5761"),
    ".stack": ("fill:#f2b899", "fill:#8c4d2b"),
  ]

  private static let style: String = {
    func rules(_ value: ((light: String, dark: String)) -> String) -> String {
      colours.map { look, pair in
        look.split(separator: ",").map { ".map " + $0 }.joined(separator: ",") + "{\(value(pair))}"
      }.joined()
    }
    return """
      .map text{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;\
      paint-order:stroke;stroke-width:3px;stroke-linejoin:round}\
      .map text.h{font-size:15px;font-weight:bold}.map text.b{font-weight:bold}.map rect{stroke-width:1}\
      .map .lead{fill:none;stroke-width:1}.map .cross{fill:none;stroke-width:1.6}\
      \(rules(\.light))\
      .map .back,.map .hatch,.map .bare,.map .wedge{stroke:none}\
      @media(prefers-color-scheme:dark){\(rules(\.dark))\
      .map .back,.map .hatch,.map .bare,.map .wedge{stroke:none}}
      """
  }()
}
