// SPDX-License-Identifier: Apache-2.0

import Base

extension [Annotation] {
  /// By what each is recognized when the kernel was built anew: its rule and what lasts of its place, in
  /// their order; the second of the same has `#2`, and so on. What is only worth knowing is counted by
  /// itself.
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

extension Annotation {
  /// A function's name without the number that compilers give to its copies, `schedule.constprop` of
  /// `schedule.constprop.0`: the next build may number them otherwise.
  static func withoutCloneNumber(_ symbol: String) -> String {
    var parts = symbol.split(separator: ".", omittingEmptySubsequences: false)
    while parts.count > 1, parts.last.map({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) == true {
      parts.removeLast()
    }
    return parts.joined(separator: ".")
  }

  /// No more than worth knowing: neither a finding nor a part of a baseline.
  var isNote: Bool { level == .note }
}

extension AnnotatedReport {
  /// Of all that is an error or a warning.
  public var fingerprints: [String] {
    let annotations = annotations
    return zip(annotations, annotations.fingerprints).filter { !$0.0.isNote }.map(\.1)
  }
}
