// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials

/// The layout of JSON: `lines` is one object per line, for many images in one stream.
public enum JsonLayout: Sendable { case lines, pretty }

/// Encodes the document with sorted keys, so that equal documents have equal bytes.
public func renderJSON(
  _ document: some JsonDocument, _ layout: JsonLayout = .pretty
) throws -> String {
  try encodeJSON(VersionedDocument(value: document, form: type(of: document).form), layout)
}

/// Encodes a report as one line of many.
///
/// - Parameters:
///   - baseline: the report compared with a baseline; nil if there is none.
///   - input: the number of its file among those of all shards, from 1; nil for a whole run.
public func renderJSON<Report: AnnotatedReport>(
  _ report: Report, baseline: BaselineComparison? = nil, input: Int? = nil
) throws -> String {
  let occurrences = report.occurrences
  return try encodeJSON(
    VersionedDocument(
      value: report, form: Report.form,
      // Without rules there is nothing to recognize.
      fingerprints: Report.rules.isEmpty ? nil : report.fingerprints,
      occurrences: occurrences.isEmpty ? nil : occurrences, baseline: baseline, input: input),
    .lines)
}

/// Encodes the failure in place of a document of that form.
public func renderJSON(
  _ failure: FailureReport, of form: JsonForm, _ layout: JsonLayout = .lines, input: Int? = nil
) throws -> String {
  try encodeJSON(VersionedDocument(value: failure, form: form, input: input), layout)
}

/// Encodes a value of a foreign form, or a part of a document.
func encodeJSON(_ value: some Encodable, _ layout: JsonLayout) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if layout == .pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  return String(decoding: try encoder.encode(value), as: UTF8.self).escapedForJSON
}

extension String {
  /// The same JSON with characters that a terminal may act on escaped, as in `\u202e`. The encoder
  /// itself escapes only control characters. Everything outside strings is ASCII, so escapes are
  /// always within strings.
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
