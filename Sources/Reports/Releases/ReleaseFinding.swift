// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Something that is wrong or unwise in some of the releases that were asked about.
public struct ReleaseFinding: Encodable, Sendable {
  /// The rule's id, which `pvkit explain` takes.
  public let rule: String
  public let severity: Severity
  /// What is wrong, with the figures, and what cures it: as of the newest of the releases.
  public let message: String
  /// Where it is, for people; null for the image as a whole.
  public let place: Nullable<String>
  /// The releases, oldest first.
  public let xen: [ReleaseRun]
  /// Whether these are all that were asked about.
  public let isEverywhere: Bool
  /// Those releases' places among the asked.
  let places: [Int]
  /// As of the newest of the releases.
  private let original: Annotation

  /// What mends it.
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
    isEverywhere = places.count == asked.count
  }

  /// `3.0.2 to 3.4, 4.7`
  var releases: String { xen.map(\.text).joined(separator: ", ") }

  /// With its releases, where it is not in all of them.
  var annotation: Annotation {
    guard !isEverywhere else { return original }
    return Annotation(
      rule, severity, "\(message) (Xen \(releases))", place: original.place,
      lasting: original.lasting, line: original.line, offset: original.offset)
  }
}

extension ReleaseFinding {
  /// By what a finding of one release is that of another: all but the release's name.
  private struct Key: Hashable {
    let rule: String
    let severity: Severity
    let place: String?
    let message: String
    /// Of what is alike in one release, the first, the second.
    var number = 0
  }

  /// What is found in several releases is one finding. In the order of the newest release, then what
  /// only older ones have.
  ///
  /// - Parameter found: by release, oldest first.
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
  /// The text with that release's name, where it stands by itself, replaced.
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
