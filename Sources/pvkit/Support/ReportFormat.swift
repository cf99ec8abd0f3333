// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Reports

/// In which form a command that checks images says what it found.
enum ReportFormat: ExpressibleByArgument, Sendable {
  case text, json
  /// For another tool: all at the end, and of what was found only.
  case annotations(any AnnotationFormat.Type)

  init?(argument: String) {
    switch argument {
    case "text": self = .text
    case "json": self = .json
    default:
      guard let format = AnnotationFormats.all.first(where: { $0.name == argument }) else {
        return nil
      }
      self = .annotations(format)
    }
  }

  var isText: Bool { if case .text = self { true } else { false } }

  var isJson: Bool { if case .json = self { true } else { false } }

  static var allValueStrings: [String] { ["text", "json"] + AnnotationFormats.all.map { $0.name } }

  var defaultValueDescription: String { isJson ? "json" : "text" }
}
