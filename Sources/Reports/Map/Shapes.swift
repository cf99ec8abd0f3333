// SPDX-License-Identifier: Apache-2.0

import Base

/// A coordinate, rounded to a tenth of a unit; more cannot be seen.
func number(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
}

/// The elements of a drawing, in two layers.
struct Shapes {
  /// The prefix of the drawing's ids.
  let id: String
  var behind: [String] = []
  var front: [String] = []

  init(id: String) { self.id = id }

  mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ look: String) {
    let isHatched = [GuestMap.Kind.zeroed, .unused].contains { $0.rawValue == look }
    let fill = isHatched ? " fill=\"url(#\(id)-\(look))\"" : ""
    front.append(
      "<rect class=\"\(look)\"\(fill) x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" "
        + "height=\"\(number(height))\"/>")
  }

  mutating func text(_ text: String, _ x: Double, _ y: Double, _ look: String) {
    let look = look.isEmpty ? "" : " class=\"\(look)\""
    front.append("<text x=\"\(number(x))\" y=\"\(number(y))\"\(look)>\(text.markup)</text>")
  }

  mutating func line(_ points: [(Double, Double)]) {
    let path = points.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
    front.append("<polyline class=\"lead\" points=\"\(path)\"/>")
  }

  mutating func shape(_ points: [(Double, Double)], _ look: String) {
    let path = points.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
    front.append("<polygon class=\"\(look)\" points=\"\(path)\"/>")
  }

  /// Draws the sign for a severity: a disc with a cross, a triangle, or a dot.
  mutating func sign(_ severity: Severity, _ x: Double, _ y: Double) {
    switch severity {
    case .error:
      front.append("<circle class=\"error\" cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"5.5\"/>")
      front.append(
        "<path class=\"cross\" d=\"M\(number(x - 2.2)) \(number(y - 2.2))l4.4 4.4m0-4.4l-4.4 4.4\"/>"
      )
    case .warning:
      shape([(x, y - 6), (x + 6, y + 5), (x - 6, y + 5)], "warning")
      front.append("<path class=\"cross\" d=\"M\(number(x)) \(number(y - 2.5))v4m0 1.2v1.2\"/>")
    case .note:
      front.append("<circle class=\"d\" cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"3\"/>")
    }
  }
}
