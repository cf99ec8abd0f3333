// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Reports

/// The output format of a command that checks images.
enum ReportFormat: ExpressibleByArgument, Sendable {
  case text, json
  /// A format for other tools: only the findings, written at the end of the run.
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
