// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials

/// How JSON is laid out: `lines` is one object a line, for many images in one stream.
public enum JsonLayout: Sendable { case lines, pretty }

/// The document as JSON with sorted keys, so that equal documents give equal bytes.
public func renderJSON(
  _ document: some JsonDocument, _ layout: JsonLayout = .pretty
) throws -> String {
  try encodeJSON(Stamped(value: document, form: type(of: document).form), layout)
}

/// A report as one of many.
///
/// - Parameters:
///   - baseline: the report beside one; nil where there is none.
///   - input: its place among all the files that the shards share, from 1; nil of a whole run.
public func renderJSON<Report: AnnotatedReport>(
  _ report: Report, baseline: BaselineComparison? = nil, input: Int? = nil
) throws -> String {
  try encodeJSON(
    Stamped(
      value: report, form: Report.form, fingerprints: report.fingerprints, baseline: baseline,
      input: input), .lines)
}

/// The failure in the place of a document of that form.
public func renderJSON(
  _ failure: FailureReport, of form: JsonForm, _ layout: JsonLayout = .lines, input: Int? = nil
) throws -> String {
  try encodeJSON(Stamped(value: failure, form: form, input: input), layout)
}

/// A value of another form than pvkit's own, or a part of a document.
func encodeJSON(_ value: some Encodable, _ layout: JsonLayout) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if layout == .pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  return String(decoding: try encoder.encode(value), as: UTF8.self).escapedForJSON
}

extension String {
  /// The same JSON with what a terminal may act on as `\u202e`. An encoder escapes control characters
  /// alone; all that it writes itself is ASCII, so that anything else stands in a string.
  fileprivate var escapedForJSON: String {
    guard utf8.contains(where: { $0 >= 0x7f }) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      let letter = String(scalar)
      let isShown = scalar.value < 0x7f || letter.printable == letter
      text += isShown ? letter : letter.utf16.map(Self.escape).joined()
    }
  }

  private static func escape(_ unit: UInt16) -> String {
    "\\u" + hexDigits(unit, width: 4)
  }
}
