// SPDX-License-Identifier: Apache-2.0

/// An output format for other tools. Each format is a file, and an element of
/// `AnnotationFormats.all`.
public protocol AnnotationFormat: Sendable {
  /// The name for `--format`.
  static var name: String { get }
  /// Whether the format shows more of an image than its findings.
  static var showsPages: Bool { get }
  /// The whole output, with line ends; it does not depend on the time or the host.
  static func text(_ run: AnnotatedRun) throws -> String
}

extension AnnotationFormat {
  public static var showsPages: Bool { false }
}

public enum AnnotationFormats {
  /// The most results of one run: code scanning refuses more, and nobody reads that many. The
  /// formats that are built as a whole in memory list no more, and give the number of the rest.
  static let mostListed = 25_000

  /// The message about results that are not listed.
  static func unlisted(_ count: Int) -> String {
    "\(count) more findings are not listed here; --format text and json have all"
  }

  /// All formats.
  public static let all: [any AnnotationFormat.Type] = [
    GccFormat.self, GitHubFormat.self, SarifFormat.self, JUnitFormat.self,
    HtmlFormat.self,
  ]
}
