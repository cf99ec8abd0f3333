// SPDX-License-Identifier: Apache-2.0

/// Why an edit does not fit a file.
struct Misfit: Error {
  /// What is wrong: `… stands 2 times, at lines 10, 12; must be once`.
  let problem: String

  init(_ problem: String) { self.problem = problem }

  init(_ anchor: Anchor, wanted: Int, found: [Range<Int>], in text: SourceText) {
    let quoted = "\"\(Self.quoted(anchor))\""
    if found.isEmpty {
      problem = "\(quoted) is not there" + Self.nearest(anchor, text)
      return
    }
    let lines = found.prefix(5).map { String(text.lineNumber(at: $0.lowerBound)) }
    problem =
      "\(quoted) stands \(found.count) times, must stand \(wanted): lines "
      + lines.joined(separator: ", ") + (found.count > lines.count ? " …" : "")
  }

  private static func nearest(_ anchor: Anchor, _ text: SourceText) -> String {
    guard let near = NearestLine.find(anchor, in: text) else { return ", nor anything like it" }
    return
      "; nearest is line \(near.number): \(near.line.split(separator: "\t").joined(separator: " "))"
  }

  /// The anchor's first line, shortened.
  private static func quoted(_ anchor: Anchor) -> String {
    let line = anchor.bytes.prefix { $0 != SourceText.newline }
    return String(decoding: line.prefix(80), as: UTF8.self)
      + (line.count > 80 || line.count < anchor.bytes.count ? "…" : "")
  }
}
