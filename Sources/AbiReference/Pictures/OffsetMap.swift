// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A layout as boxes of bytes, in rows of eight.
struct OffsetMap: Equatable {
  /// A member, several members that share bytes, or a hole.
  struct Box: Equatable {
    let bytes: Range<Int>
    /// The label; empty for a hole.
    let label: String
    var isHole: Bool { label.isEmpty }
  }

  /// Eight bytes, or many rows of one box that are drawn as one.
  struct Row: Equatable {
    /// The offset of the first byte.
    let offset: Int
    let isElided: Bool
    /// The box of each byte; nil after the end.
    let boxes: [Int?]
  }

  static let width = 8

  let size: Int
  let boxes: [Box]
  let rows: [Row]

  init(_ layout: Layout) {
    size = layout.size
    boxes = Self.boxes(of: layout)
    rows = Self.rows(boxes, size: layout.size)
  }
}

extension OffsetMap {
  private static func boxes(of layout: Layout) -> [Box] {
    var boxes: [Box] = []
    var end = 0
    for (bytes, names) in clusters(layout.members) {
      if bytes.lowerBound > end { boxes.append(Box(bytes: end..<bytes.lowerBound, label: "")) }
      boxes.append(Box(bytes: bytes, label: BoxLabel.text(names)))
      end = bytes.upperBound
    }
    if end < layout.size { boxes.append(Box(bytes: end..<layout.size, label: "")) }
    return boxes
  }

  /// Groups members that overlap, sorted by offset.
  private static func clusters(
    _ members: [Layout.Member]
  ) -> [(bytes: Range<Int>, names: [String])] {
    let placed = members.map { (bytes: $0.bytes, name: $0.name) }.filter { !$0.bytes.isEmpty }
    let sorted = placed.enumerated().sorted {
      ($0.element.bytes.lowerBound, $0.offset) < ($1.element.bytes.lowerBound, $1.offset)
    }
    var clusters: [(bytes: Range<Int>, names: [String])] = []
    for (_, member) in sorted {
      if let last = clusters.last, member.bytes.lowerBound < last.bytes.upperBound {
        let end = max(last.bytes.upperBound, member.bytes.upperBound)
        clusters[clusters.count - 1] = (
          last.bytes.lowerBound..<end, last.names + [member.name]
        )
      } else {
        clusters.append((member.bytes, [member.name]))
      }
    }
    return clusters
  }

  /// The rows. More than two consecutive full rows of the same box are reduced to one.
  private static func rows(_ boxes: [Box], size: Int) -> [Row] {
    var owners = [Int?](repeating: nil, count: (size + width - 1) / width * width)
    for (index, box) in boxes.enumerated() {
      for byte in box.bytes where byte < size { owners[byte] = index }
    }
    let all = stride(from: 0, to: owners.count, by: width).map {
      Row(offset: $0, isElided: false, boxes: Array(owners[$0..<$0 + width]))
    }
    var rows: [Row] = []
    for (index, row) in all.enumerated() {
      let isInside =
        all.indices.contains(index + 1) && index > 0 && all[index - 1].boxes == row.boxes
        && all[index + 1].boxes == row.boxes && Set(row.boxes).count == 1
      if isInside && rows.last?.isElided == true { continue }
      rows.append(Row(offset: row.offset, isElided: isInside, boxes: row.boxes))
    }
    return rows
  }
}

extension Layout.Member {
  /// The bytes of a member; for a bit-field, the bytes from that of its first bit which its width
  /// covers at least.
  fileprivate var bytes: Range<Int> {
    guard isBitField, let bits = name.split(separator: ":").last.flatMap({ Int($0) }) else {
      return offset..<offset + size
    }
    return offset..<offset + max(1, (bits + 7) / 8)
  }
}
