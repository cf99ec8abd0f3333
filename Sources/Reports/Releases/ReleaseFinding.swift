// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// A finding in one or more of the checked releases.
public struct ReleaseFinding: Encodable, Sendable {
  /// The rule's id, which `pvkit explain` takes.
  public let rule: String
  public let severity: Severity
  /// What is wrong, with the figures, and how to fix it, as reported for the newest of the
  /// releases.
  public let message: String
  /// The place, human-readable; null for the image as a whole.
  public let place: Nullable<String>
  /// The releases that have the finding, oldest first.
  public let xen: [ReleaseRun]
  /// Whether all checked releases have the finding.
  public let isEverywhere: Bool
  /// The indices of those releases among the checked ones.
  let places: [Int]
  /// The annotation for the newest of the releases.
  private let original: Annotation

  /// The commands that fix the finding.
  var cures: [Cure] { original.cures }

  private enum CodingKeys: CodingKey { case rule, severity, message, place, xen, isEverywhere }

  private init(_ annotation: Annotation, _ places: [Int], _ asked: [XenRelease]) {
    original = annotation
    rule = annotation.rule
    severity = annotation.level
    message = annotation.message
    place = Nullable(annotation.place)
    self.places = places
    xen = ReleaseRun.all(places, of: asked)
    releases = AskedReleases(asked).text(places)
    isEverywhere = places.count == asked.count
  }

  /// `3.0.2 to 3.4, 4.7`
  let releases: String

  /// The annotation, with the releases in the message unless all have the finding.
  var annotation: Annotation {
    guard !isEverywhere else { return original }
    return Annotation(
      rule, severity, "\(message) (Xen \(releases))", place: original.place,
      lasting: original.lasting, line: original.line, offset: original.offset)
  }
}

extension ReleaseFinding {
  /// What findings of different releases have in common: everything except the release's name.
  private struct Key: Hashable {
    let rule: String
    let severity: Severity
    let place: String?
    let message: String
    /// The number of the finding among equal ones in one release, from 1.
    var number = 0
  }

  /// Merges findings that several releases have. They are in the order of the newest release,
  /// followed by those that only older releases have.
  ///
  /// - Parameter found: the findings by release, oldest first.
  static func merged(_ found: [(release: XenRelease, annotations: [Annotation])]) -> [Self] {
    var places: [Key: (annotation: Annotation, places: [Int])] = [:]
    var order: [Key] = []
    for (index, one) in found.enumerated().reversed() {
      var counts: [Key: Int] = [:]
      for annotation in one.annotations {
        var key = Key(
          rule: annotation.rule, severity: annotation.level, place: annotation.place,
          message: annotation.message.naming(one.release, "\u{0}"))
        counts[key, default: 0] += 1
        key.number = counts[key] ?? 0
        if places[key] == nil {
          places[key] = (annotation, [])
          order.append(key)
        }
        places[key]?.places.append(index)
      }
    }
    let asked = found.map(\.release)
    return order.compactMap { key in
      places[key].map { ReleaseFinding($0.annotation, $0.places.reversed(), asked) }
    }.filter { $0.isEverywhere || $0.rule != CodeReport.stale.id }
  }
}

extension String {
  /// Replaces the release's name where it is not part of a longer number.
  fileprivate func naming(_ release: XenRelease, _ other: String) -> String {
    let name = release.description
    guard contains(name) else { return self }
    let letters = Array(self)
    let sought = Array(name)
    var (text, at) = ("", 0)
    while at < letters.count {
      let end = at + sought.count
      let isName =
        end <= letters.count && letters[at..<end].elementsEqual(sought)
        && !(at > 0 && (letters[at - 1].isNumber || letters[at - 1] == "."))
        && !(end < letters.count && letters[end].isNumber)
        && !(end + 1 < letters.count && letters[end] == "." && letters[end + 1].isNumber)
      text += isName ? other : String(letters[at])
      at = isName ? end : at + 1
    }
    return text
  }
}
