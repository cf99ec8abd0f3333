// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Recognizes the findings of one release among those of newer ones, in reports on the same image.
///
/// A finding is the same if its rule, severity and place are: the numbers in its message can be those
/// of the release. Where one place has several, those with equal messages belong together, then those
/// whose messages differ only in numbers, then the others in their order.
struct FindingMerge {
  /// One finding of several releases.
  struct Merged {
    /// The annotation for the newest release, with the occurrences in all releases.
    var newest: Annotation
    /// The messages, newest first.
    var wordings: [Wording]

    /// The indices of the releases, ascending.
    var places: [Int] { wordings.flatMap(\.places).sorted() }
  }

  /// A message and the indices, ascending, of the releases that have it.
  struct Wording {
    /// The message for the newest of these releases.
    let message: String
    /// The message without the release's name.
    let common: String
    var places: [Int]
  }

  /// How much of the messages of one finding has to be equal.
  private enum Likeness: CaseIterable {
    case message, words, nothing

    func part(of message: String) -> String {
      switch self {
      case .message: message
      case .words: message.withoutNumbers
      case .nothing: ""
      }
    }
  }

  private struct Key: Hashable {
    let rule: String
    let severity: Severity
    let place: String?
    let lasting: String
    let part: String

    init(_ annotation: Annotation, _ part: String) {
      (rule, severity) = (annotation.rule, annotation.level)
      (place, lasting) = (annotation.place, annotation.lasting)
      self.part = part
    }
  }

  /// The findings, in the order of the newest release that has them.
  private(set) var findings: [Merged] = []

  /// Adds the findings of the next older release.
  ///
  /// - Parameter index: the index of the release among the checked ones.
  mutating func add(_ annotations: [Annotation], of release: XenRelease, at index: Int) {
    let messages = annotations.map { $0.message.naming(release, "\u{0}") }
    var unknown = Array(annotations.indices)
    var free = Set(findings.indices)
    for likeness in Likeness.allCases where !unknown.isEmpty && !free.isEmpty {
      var known = candidates(free, likeness)
      unknown.removeAll { one in
        let key = Key(annotations[one], likeness.part(of: messages[one]))
        while let finding = known[key]?.popLast() {
          guard free.remove(finding) != nil else { continue }
          findings[finding].add(annotations[one], messages[one], index)
          return true
        }
        return false
      }
    }
    findings += unknown.map { one in
      Merged(
        newest: annotations[one],
        wordings: [
          Wording(message: annotations[one].message, common: messages[one], places: [index])
        ])
    }
  }

  /// The indices of the findings by what a finding like them has, the first of them at the end.
  private func candidates(_ free: Set<Int>, _ likeness: Likeness) -> [Key: [Int]] {
    var known: [Key: [Int]] = [:]
    for index in findings.indices.reversed() where free.contains(index) {
      let finding = findings[index]
      for part in Set(finding.wordings.map { likeness.part(of: $0.common) }) {
        known[Key(finding.newest, part), default: []].append(index)
      }
    }
    return known
  }
}

extension FindingMerge.Merged {
  fileprivate mutating func add(_ older: Annotation, _ common: String, _ index: Int) {
    if let same = wordings.firstIndex(where: { $0.common == common }) {
      wordings[same].places.insert(index, at: 0)
    } else {
      wordings.append(.init(message: older.message, common: common, places: [index]))
    }
    let known = Set(newest.occurrences)
    newest.occurrences += older.occurrences.filter { !known.contains($0) }
  }
}

extension String {
  /// The text with `N` for each word with a digit: addresses and sizes are others in the next
  /// build, and for other releases.
  var withoutNumbers: String {
    split(separator: " ", omittingEmptySubsequences: false).map { word in
      word.contains { $0.isASCII && $0.isNumber } ? "N" : String(word)
    }.joined(separator: " ")
  }

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
