// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Colours for terminals; without a terminal, no colour.
public struct Style: Sendable {
  /// The meaning of a colour; the raw value is the SGR number from ECMA-48.
  public enum Ink: String, Sendable {
    case good = "32"
    case bad = "31"
    case warning = "33"
    case dim = "2"
    case strong = "1"
  }

  let colour: Bool

  /// No colour.
  public static let plain = Style(colour: false)

  /// Colour if `descriptor` is a terminal and NO_COLOR (no-color.org) is unset or empty.
  public static func terminal(_ descriptor: Int32 = STDOUT_FILENO) -> Style {
    let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    return Style(colour: isatty(descriptor) == 1 && !refused)
  }

  /// The line in a form that is safe for a terminal: escape sequences of `paint` are kept, and all
  /// other characters that a terminal would act on are made visible.
  public func shown(_ line: String) -> String {
    guard colour else { return line.printable }
    return line.split(separator: "\u{1b}", omittingEmptySubsequences: false).enumerated().map {
      let mark = $1.prefix { $0 != "m" }
      let isOurs = $0 > 0 && Self.marks.contains(mark) && $1.count > mark.count
      return isOurs ? "\u{1b}" + String($1).printable : (($0 > 0 ? "\u{1b}" : "") + $1).printable
    }.joined()
  }

  private static let marks: Set<Substring> = ["[0m", "[1m", "[2m", "[31m", "[32m", "[33m"].reduce(
    into: []
  ) { $0.insert($1.dropLast()) }

  /// The text in that colour, if the style has colour.
  public func paint(_ text: String, _ ink: Ink) -> String {
    colour ? "\u{1b}[\(ink.rawValue)m\(text)\u{1b}[0m" : text
  }

  /// The severity's name in its colour.
  public func paint(_ severity: Severity) -> String {
    let ink: Ink =
      switch severity {
      case .error: .bad
      case .warning: .warning
      case .note: .dim
      }
    return paint(severity.rawValue, ink)
  }
}
