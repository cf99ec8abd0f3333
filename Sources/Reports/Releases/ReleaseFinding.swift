// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// A finding in one or more of the checked releases.
public struct ReleaseFinding: Encodable, Sendable {
  /// A message and the releases that report the finding with it.
  public struct Wording: Encodable, Sendable {
    public let message: String
    /// The releases, oldest first.
    public let xen: [ReleaseRun]
    /// `3.0.2 to 3.4, 4.7`
    let releases: String

    private enum CodingKeys: CodingKey { case message, xen }
  }

  /// The rule's id, which `pvkit explain` takes.
  public let rule: String
  public let severity: Severity
  /// What is wrong, with the figures, and how to fix it, as reported for the newest of the
  /// releases.
  public let message: String
  /// The messages of all releases, newest first; empty if they differ at most in the release's name.
  public let messages: [Wording]
  /// The place, human-readable; null for the image as a whole.
  public let place: Nullable<String>
  /// The releases that have the finding, oldest first.
  public let xen: [ReleaseRun]
  /// Whether all checked releases have the finding.
  public let isEverywhere: Bool
  /// The indices of those releases among the checked ones.
  let places: [Int]
  /// `3.0.2 to 3.4, 4.7`
  let releases: String
  /// The annotation for the newest of the releases, with the occurrences in all.
  private let original: Annotation
  /// The newest of the releases.
  private let newest: XenRelease

  /// The commands that fix the finding.
  var cures: [Cure] { original.cures }

  private enum CodingKeys: CodingKey {
    case rule, severity, message, messages, place, xen, isEverywhere
  }

  /// - Parameters:
  ///   - merged: the same finding of all releases that have it.
  ///   - asked: the checked releases, oldest first.
  init(_ merged: FindingMerge.Merged, _ asked: [XenRelease]) {
    original = merged.newest
    rule = original.rule
    severity = original.level
    message = original.message
    place = Nullable(original.place)
    places = merged.places
    newest = asked[places[places.count - 1]]
    xen = ReleaseRun.all(places, of: asked)
    releases = AskedReleases(asked).text(places)
    isEverywhere = places.count == asked.count
    let wordings = merged.wordings.map {
      Wording(
        message: $0.message, xen: ReleaseRun.all($0.places, of: asked),
        releases: AskedReleases(asked).text($0.places))
    }
    messages = wordings.count > 1 ? wordings : []
  }

  /// The annotation; its message ends with the remark.
  var annotation: Annotation {
    var annotation = original
    annotation.message += Self.remark(
      isEverywhere ? nil : releases, newest: messages.isEmpty ? nil : "\(newest)")
    return annotation
  }

  /// The end of a message for several releases; empty if there is nothing to say.
  ///
  /// - Parameters:
  ///   - releases: the releases that have the finding; nil for all.
  ///   - newest: the release whose message it is; nil if all releases have it.
  static func remark(_ releases: String?, newest: String?) -> String {
    let parts = [releases.map { "Xen \($0)" }, newest.map { "with the message of \($0)" }]
      .compactMap(\.self)
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }

  /// Merges findings that several releases have. They are in the order of the newest release,
  /// followed by those that only older releases have.
  ///
  /// - Parameter found: the findings by release, oldest first.
  static func merged(_ found: [(release: XenRelease, annotations: [Annotation])]) -> [Self] {
    var merge = FindingMerge()
    for (index, one) in found.enumerated().reversed() {
      merge.add(one.annotations, of: one.release, at: index)
    }
    let asked = found.map(\.release)
    return merge.findings.map { ReleaseFinding($0, asked) }
      .filter { $0.isEverywhere || $0.rule != CodeReport.stale.id }
  }
}
