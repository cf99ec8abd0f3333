// SPDX-License-Identifier: Apache-2.0

import Base

/// The entries of project and suppression files that nothing in a run needs, and the images of the
/// baseline that it did not check: the last line of its JSON report, if there are any. Its JSON form
/// is a contract.
public struct StaleReport: JsonDocument {
  public static let form = JsonForm.stale

  /// An entry that accepts findings.
  public struct Finding: Encodable, Sendable {
    /// `suppression-stale`
    public let rule: String
    /// `warning`; `note` if the entry may be needed by code that the run did not read.
    public let severity: Severity
    /// What the entry is, and what to do.
    public let message: String
    /// The file and line of the entry; no key if they are not known.
    public let entry: SourceLine?

    init(_ annotation: Annotation) {
      (rule, severity) = (annotation.rule, annotation.level)
      (message, entry) = (annotation.message, annotation.line)
    }
  }

  /// The form of the preceding lines: `check`.
  public let of: String
  /// The entries that accept findings; errors and warnings among them count as findings of the run.
  public let findings: [Finding]
  /// The fingerprints of those that are not notes, in their order.
  public let fingerprints: [String]
  /// The images of the baseline that were not checked.
  public let unchecked: [StaleImage]

  /// - Parameter form: the form of the reports.
  /// - Returns: nil if every entry is needed, and every image of the baseline was checked.
  public init?(_ stale: StaleEntries, of form: JsonForm) {
    let annotations = stale.annotations + stale.noteAnnotations
    unchecked = stale.uncheckedImages
    guard !annotations.isEmpty || !unchecked.isEmpty else { return nil }
    of = form.rawValue
    findings = annotations.map(Finding.init)
    fingerprints = zip(annotations, annotations.fingerprints).filter { !$0.0.isNote }.map(\.1)
  }

  /// The line; nil if every entry is needed, and every image of the baseline was checked.
  public static func line(_ stale: StaleEntries, of form: JsonForm) throws -> String? {
    try StaleReport(stale, of: form).map { try renderJSON($0, .lines) }
  }
}

/// An image of a baseline that a run did not check.
public struct StaleImage: Codable, Sendable, Equatable {
  /// The file with the baseline, as it was given.
  public let baseline: String
  /// The image's name.
  public let image: String

  public init(baseline: String, image: String) { (self.baseline, self.image) = (baseline, image) }

  var message: String { "\(baseline): \(image) was not checked" }
}
