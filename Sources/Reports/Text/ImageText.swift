// SPDX-License-Identifier: Apache-2.0

import Base

/// The text form of the result for one image, in full and in short.
public struct ImageText: Sendable {
  /// The lines, without line ends; empty if the image could not be checked.
  let lines: [String]
  /// The lines among those of other images; nil if the image has errors or warnings, which are
  /// always shown in full.
  let brief: [String]?

  public init(_ lines: [String], brief: [String]? = nil) {
    (self.lines, self.brief) = (lines, brief)
  }

  /// The form for an image without errors and warnings: of several images, each takes one line.
  public init(_ lines: [String], clean report: some AnnotatedReport, style: Style) {
    self.init(lines, brief: [report.brief(style)])
  }
}

extension AnnotatedReport {
  /// `vmlinuz-6.1: 3 of 3 accept; 2 notes`: the one line of an image without errors and warnings.
  func brief(_ style: Style) -> String {
    style.paint(image.printable, .strong) + ": " + short.joined(separator: "; ")
  }
}

/// Chooses how much of each image's text form a run shows.
public struct TextSelection: Sendable {
  /// How much to show.
  public enum Detail: Sendable {
    /// All of an image with errors or warnings, and of the only image; one line of each other image.
    case usual
    /// All of each image.
    case full
    /// All of each image with errors or warnings, and nothing of the others.
    case quiet
  }

  private let detail: Detail
  /// The first image, until it is known whether it is the only one.
  private var first: ImageText?
  private var isSeveral = false

  public init(_ detail: Detail) { self.detail = detail }

  /// Takes the next image.
  ///
  /// - Returns: the lines to print now, without line ends.
  public mutating func add(_ text: ImageText) -> [String] {
    guard !text.lines.isEmpty else { return [] }
    switch detail {
    case .full: return text.lines
    case .quiet: return text.brief == nil ? text.lines : []
    case .usual: break
    }
    let before = first.map(Self.short) ?? []
    if isSeveral || first != nil {
      (isSeveral, first) = (true, nil)
      return before + Self.short(text)
    }
    first = text
    return []
  }

  /// The lines to print after the last image.
  public mutating func end() -> [String] {
    defer { first = nil }
    return first?.lines ?? []
  }

  private static func short(_ text: ImageText) -> [String] { text.brief ?? text.lines }
}
