// SPDX-License-Identifier: Apache-2.0

import Base

extension [Annotation] {
  /// The texts by which findings are recognized in a rebuilt kernel, in order: the rule and the
  /// lasting part of the place; the second annotation with the same text has `#2`, and so on. Notes
  /// are numbered separately.
  public var fingerprints: [String] {
    var counts: [[String]: Int] = [:]
    return map { annotation in
      let place = annotation.lasting.isEmpty ? "" : " " + annotation.lasting
      let fingerprint = (annotation.rule + place).printable
      let count = counts[[fingerprint, annotation.isNote ? "note" : ""], default: 0] + 1
      counts[[fingerprint, annotation.isNote ? "note" : ""]] = count
      return count == 1 ? fingerprint : "\(fingerprint) #\(count)"
    }
  }
}

extension [String] {
  /// The texts; each but the first of several equal ones has its number: `schedule #2`.
  var numbered: [String] {
    var counts: [String: Int] = [:]
    return map { text in
      let count = counts[text, default: 0] + 1
      counts[text] = count
      return count == 1 ? text : "\(text) #\(count)"
    }
  }
}

extension Annotation {
  /// A function's name without the number that compilers give to clones, `schedule.constprop` for
  /// `schedule.constprop.0`: the next build may number them differently.
  static func withoutCloneNumber(_ symbol: String) -> String {
    var parts = symbol.split(separator: ".", omittingEmptySubsequences: false)
    while parts.count > 1, parts.last.map({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) == true {
      parts.removeLast()
    }
    return parts.joined(separator: ".")
  }

  /// Whether the annotation is only a note, which is neither a finding nor part of a baseline.
  var isNote: Bool { level == .note }
}

extension AnnotatedReport {
  /// The fingerprints of all errors and warnings.
  public var fingerprints: [String] {
    let annotations = annotations
    return zip(annotations, annotations.fingerprints).filter { !$0.0.isNote }.map(\.1)
  }

  /// The occurrences of each error and warning about a class of instructions, by its fingerprint.
  public var occurrences: [String: [String]] {
    let annotations = annotations
    let all = zip(annotations.fingerprints, annotations.map(\.occurrences))
    let found = zip(annotations, all).filter { !$0.isNote && !$1.1.isEmpty }.map(\.1)
    return Dictionary(found) { $0 + $1 }
  }
}
