// SPDX-License-Identifier: Apache-2.0

/// A form in which other tools take what a command found. A file each, and a row here.
public protocol AnnotationFormat: Sendable {
  /// As `--format` names it.
  static var name: String { get }
  /// The whole output, with line ends; nothing in it depends on the time or the host.
  static func text(_ run: AnnotatedRun) throws -> String
}

public enum AnnotationFormats {
  /// Every one.
  public static let all: [any AnnotationFormat.Type] = [
    GccFormat.self, GitHubFormat.self, SarifFormat.self, JUnitFormat.self,
  ]
}
