// SPDX-License-Identifier: Apache-2.0

import Base

/// The shapes that the pictures consist of. The colours are fixed and the background is white, so
/// that a picture is readable on a dark page too.
struct Svg {
  static let font = 12
  /// The width of a character of the font, in pixels.
  static let characterWidth = 7.3

  private var shapes: [String] = []
  let width: Int
  let height: Int
  let title: String

  init(width: Int, height: Int, title: String) {
    (self.width, self.height, self.title) = (width, height, title)
  }

  mutating func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ fill: String) {
    shapes.append(
      "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" fill=\"\(fill)\"/>")
  }

  mutating func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int) {
    shapes.append("<path d=\"M\(x1) \(y1)L\(x2) \(y2)\"/>")
  }

  mutating func text(_ text: String, _ x: Int, _ y: Int, _ look: String = "") {
    let kind = look.isEmpty ? "" : " class=\"\(look)\""
    shapes.append("<text x=\"\(x)\" y=\"\(y)\"\(kind)>\(text.markup)</text>")
  }

  /// The SVG file.
  var file: String {
    """
    <!-- SPDX-License-Identifier: Apache-2.0 -->
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" \
    height="\(height)" role="img">
    <title>\(title.markup)</title>
    <style>text{font:\(Self.font)px monospace;fill:#1b1f24}.n{fill:#6e7781}.e{text-anchor:end;fill:#6e7781}\
    .h{font-weight:bold}path{stroke:#57606a;stroke-linecap:square}</style>
    <defs><pattern id="hole" width="6" height="6" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>\
    <rect width="1.5" height="6" fill="#afb8c1"/></pattern></defs>
    <rect width="\(width)" height="\(height)" fill="#fff"/>
    \(shapes.joined(separator: "\n"))
    </svg>

    """
  }
}
