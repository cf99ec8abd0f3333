// SPDX-License-Identifier: Apache-2.0

/// A form in which other tools take what a command found. A file each, and a row here.
public protocol AnnotationFormat: Sendable {
  /// As `--format` names it.
  static var name: String { get }
  /// It has more of an image than its findings.
  static var showsPages: Bool { get }
  /// The whole output, with line ends; nothing in it depends on the time or the host.
  static func text(_ run: AnnotatedRun) throws -> String
}

extension AnnotationFormat {
  public static var showsPages: Bool { false }
}

public enum AnnotationFormats {
  /// More results than this of one run code scanning refuses, and no people go through; the formats that
  /// are made as a whole in memory list no more, and say how many there are.
  static let mostListed = 25_000

  /// What such a format says of the rest.
  static func unlisted(_ count: Int) -> String {
    "\(count) more findings are not listed here; --format text and json have all"
  }

  /// Every one.
  public static let all: [any AnnotationFormat.Type] = [
    GccFormat.self, GitHubFormat.self, SarifFormat.self, JUnitFormat.self,
    HtmlFormat.self,
  ]
}
