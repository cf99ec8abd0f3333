// SPDX-License-Identifier: Apache-2.0

import Base

/// A column of the drawing: a bar to scale, from low addresses to high, and labels next to it.
struct MapColumn {
  let range: Range<UInt64>
  private let title: String
  private let rows: [GuestMap.Row]
  private let labels: [Label]
  /// Whether the column shows the whole memory and labels only the ends, and the range that the
  /// next column enlarges.
  private let isWhole: Bool

  static let barWidth = 72.0
  /// The width of a character in the font, as drawn.
  static let characterWidth = 6.65
  private static let leadWidth = 18.0
  /// The most characters of a label: two addresses and a size fit, and three columns fit a window
  /// 1100 pixels wide.
  private static let room = 44
  /// The same for a label with only an address or a size.
  private static let shortRoom = 14
  /// The room of the sign before the label of a finding, in characters.
  private static let signRoom = 3
  private static let line = 14.0
  private static let gap = 5.0
  private static let leastBox = 2.0

  /// Lines of text next to the bar.
  private struct Label {
    let address: UInt64
    /// The end of the range; the label is centred on the range. Equal to `address` for a single
    /// address.
    let end: UInt64
    let lines: [(text: String, look: String)]
    var severity: Severity?

    var height: Double { Double(lines.count) * line + gap }
  }

  /// - Parameters:
  ///   - inside: the range that the next column enlarges, and labels instead.
  init(
    _ map: GuestMap, _ range: Range<UInt64>, title: String, inside: Range<UInt64>?, isWhole: Bool
  ) {
    self.range = range
    self.title = title
    self.isWhole = isWhole
    let rows = map.rows.filter {
      $0.item.physical.lowerBound < range.upperBound
        && max($0.item.physical.upperBound, $0.item.physical.lowerBound + 1) > range.lowerBound
    }
    self.rows = rows
    labels =
      isWhole ? Self.addresses(range, inside, map) : Self.labels(rows, range, inside, map)
  }

  var width: Double {
    Self.barWidth + Self.leadWidth
      + Double(isWhole ? Self.shortRoom : Self.room + 1) * Self.characterWidth
  }

  /// The height that the labels need.
  var leastHeight: Double { labels.reduce(0) { $0 + $1.height } }

  // MARK: labels

  /// Labels of only the ends of the ranges.
  private static func addresses(
    _ range: Range<UInt64>, _ inside: Range<UInt64>?, _ map: GuestMap
  ) -> [Label] {
    let addresses = [range.lowerBound, inside?.lowerBound, inside?.upperBound, range.upperBound]
    return Set(addresses.compactMap { $0 }).sorted().map { address in
      Label(
        address: address, end: address,
        lines: [(hex(address), "d")] + (address == 0 ? [] : [(byteSize(address), "d")]))
    }
  }

  private static func labels(
    _ rows: [GuestMap.Row], _ range: Range<UInt64>, _ inside: Range<UInt64>?, _ map: GuestMap
  ) -> [Label] {
    rows.flatMap { row -> [Label] in
      let item = row.item
      let isEnlarged =
        inside.map {
          $0.lowerBound <= item.physical.lowerBound && item.physical.upperBound <= $0.upperBound
        } ?? false
      if isEnlarged { return [] }
      let start = max(item.physical.lowerBound, range.lowerBound)
      let end = min(max(item.physical.upperBound, start), range.upperBound)
      // Small unused ranges get no label.
      if item.kind == .unused, (end - start) < UInt64(range.count) / 16 { return [] }
      let about = Label(
        address: start, end: end,
        lines: [(cut(item.title), item.kind == .unused ? "d" : "b"), (figures(item), "d")])
      return [about] + labels(of: row.marks)
    }
  }

  /// The most labels of findings at one item.
  private static let mostMarks = 4

  /// A label for each rule with errors or warnings at one item, with their number; the last one
  /// counts those of further rules.
  private static func labels(of marks: [GuestMap.Mark]) -> [Label] {
    let groups = marks.filter { $0.severity != .note }.groups { [$0.severity.rawValue, $0.rule] }
    let shown = groups.count > mostMarks ? groups.prefix(mostMarks - 1) : groups[...]
    let rest = groups.dropFirst(shown.count).flatMap(\.self)
    let labels = shown.map { same in
      let count = same.count > 1 ? " ×\(same.count)" : ""
      return label("\(same[0].severity.rawValue): \(same[0].rule)\(count)", same)
    }
    return labels
      + (rest.isEmpty ? [] : [label("and \(counted(rest.count, "more finding"))", rest)])
  }

  /// - Parameter marks: what the label is about, at least one; it is at the first, with the sign of
  ///   the worst.
  private static func label(_ text: String, _ marks: [GuestMap.Mark]) -> Label {
    let severity = marks.map(\.severity).min() ?? .note
    let address = marks[0].physical ?? 0
    return Label(
      address: address, end: address,
      lines: [(MapDrawing.cut(text, room - signRoom), severity.rawValue)], severity: severity)
  }

  private static func figures(_ item: GuestMap.Item) -> String {
    let addresses = [item.virtual.map { hex($0) }, hex(item.physical.lowerBound)]
    let size = item.physical.isEmpty ? nil : byteSize(UInt64(item.physical.count))
    return cut((addresses + [size]).compactMap { $0 }.joined(separator: " · "))
  }

  private static func cut(_ text: String) -> String { MapDrawing.cut(text, room) }

  // MARK: drawing

  /// The vertical position of an address in a bar of that position and height.
  func y(_ address: UInt64, _ top: Double, _ height: Double) -> Double {
    let within = min(max(address, range.lowerBound), range.upperBound) - range.lowerBound
    return top + height * Double(within) / Double(range.count)
  }

  func draw(_ shapes: inout Shapes, left: Double, top: Double, height: Double) {
    shapes.text(title, left, top - 12, "d")
    shapes.box(left, top, Self.barWidth, height, "unused")
    for row in rows where row.item.kind != .unused {
      draw(row.item, row.depth, &shapes, left, top, height)
    }
    drawLabels(&shapes, left, top, height)
  }

  /// An item within another one is drawn narrower.
  private func draw(
    _ item: GuestMap.Item, _ depth: Int, _ shapes: inout Shapes, _ left: Double, _ top: Double,
    _ height: Double
  ) {
    let start = y(item.physical.lowerBound, top, height)
    if item.physical.isEmpty {
      shapes.shape([(left - 9, start - 5), (left + 1, start), (left - 9, start + 5)], "place")
      return
    }
    let size = y(item.physical.upperBound, top, height) - start
    let inset = min(Double(depth) * 18, 36)
    shapes.box(
      left + inset, start, Self.barWidth - inset, max(size, Self.leastBox), item.kind.rawValue)
  }

  private func drawLabels(
    _ shapes: inout Shapes, _ left: Double, _ top: Double, _ height: Double
  ) {
    func middle(_ label: Label) -> Double {
      (y(label.address, top, height) + y(label.end, top, height)) / 2
    }
    // The label of an inner item may belong above or below that of the item around it.
    let labels = labels.enumerated()
      .sorted { (middle($0.element), $0.offset) < (middle($1.element), $1.offset) }
      .map(\.element)
    let wanted = labels.map(middle)
    let places = Self.placed(labels.map(\.height), wanted, top, top + height)
    let edge = left + Self.barWidth
    for (index, label) in labels.enumerated() {
      let middle = places[index]
      shapes.line([
        (edge, wanted[index]), (edge + 6, wanted[index]), (edge + Self.leadWidth - 6, middle),
        (edge + Self.leadWidth - 2, middle),
      ])
      var start = edge + Self.leadWidth
      // The sign is beside the label: several findings may be at one place in the bar.
      if let severity = label.severity {
        shapes.sign(severity, start + 6, middle)
        start += Double(Self.signRoom) * Self.characterWidth
      }
      let first = middle - Double(label.lines.count) * Self.line / 2 + 11
      for (number, line) in label.lines.enumerated() {
        shapes.text(line.text, start, first + Double(number) * Self.line, line.look)
      }
    }
  }

  /// The middles of labels that do not overlap, each as close as possible to its wanted position.
  ///
  /// - Parameter wanted: the wanted middles, in ascending order.
  static func placed(
    _ heights: [Double], _ wanted: [Double], _ top: Double, _ bottom: Double
  ) -> [Double] {
    var places = wanted
    var free = top
    for index in places.indices {
      places[index] = max(places[index], free + heights[index] / 2)
      free = places[index] + heights[index] / 2
    }
    free = max(bottom, heights.reduce(top, +))
    for index in places.indices.reversed() {
      places[index] = min(places[index], free - heights[index] / 2)
      free = places[index] - heights[index] / 2
    }
    return places
  }
}
