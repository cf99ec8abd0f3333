// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The condition of a part of an entry: `since 2.6.17 until 2.6.18 on x86_64`.
struct Condition: Sendable, Equatable {
  private(set) var releases = ReleaseRange()
  /// The architectures; nil for all.
  private(set) var architectures: [Architecture]?

  func holds(_ instance: Instance) -> Bool {
    releases.contains(instance.numbers)
      && architectures?.contains(instance.architecture) ?? true
  }

  /// The words that start a part of a condition.
  static let keywords = ["since", "until", "on"]

  /// The problem with words that are not a valid condition.
  struct Problem: Error { let text: String }

  /// Parses a condition.
  ///
  /// - Parameter words: pairs of a keyword and a value.
  init(_ words: some Collection<String>) throws(Problem) {
    var rest = words[...]
    while let keyword = rest.popFirst() {
      guard let value = rest.popFirst() else {
        throw Problem(text: "has nothing after \"\(keyword)\"")
      }
      try add(keyword, value)
    }
    if releases.isBackwards {
      throw Problem(text: "\"\(self.words.joined(separator: " "))\" ends before it begins")
    }
  }

  private mutating func add(_ keyword: String, _ value: String) throws(Problem) {
    let isGiven: Bool
    switch keyword {
    case "since":
      isGiven = releases.since != nil
      releases.since = try Self.numbers(value)
    case "until":
      isGiven = releases.until != nil
      releases.until = try Self.numbers(value)
    case "on":
      isGiven = architectures != nil
      architectures = try Self.architectures(value)
    default: throw Problem(text: UnknownWord.problem(keyword, among: Self.keywords))
    }
    if isGiven { throw Problem(text: "has \"\(keyword)\" twice") }
  }

  private static func numbers(_ value: String) throws(Problem) -> [Int] {
    guard let numbers = KernelRelease.numbers(value) else {
      throw Problem(text: "\"\(value)\" is not a release such as 2.6.17")
    }
    return numbers
  }

  private static func architectures(_ value: String) throws(Problem) -> [Architecture] {
    var all: [Architecture] = []
    for name in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      guard let architecture = Architecture(rawValue: name) else {
        throw Problem(
          text: UnknownWord.problem(name, among: Architecture.allCases.map(\.rawValue)))
      }
      all.append(architecture)
    }
    return all
  }

  /// A message if the condition holds for no release that the kit knows; nil if it holds for one.
  /// Architectures are ignored.
  func problem(among known: [KnownRelease]) -> String? {
    var range = self
    range.architectures = nil
    return releases.problem(among: known, range.words.joined(separator: " "))
  }

  /// The condition as an entry writes it; empty if it always holds.
  var words: [String] {
    var words: [String] = []
    let ends = [("since", releases.since), ("until", releases.until)]
    for (word, numbers) in ends {
      guard let numbers else { continue }
      words += [word, numbers.map(String.init).joined(separator: ".")]
    }
    if let architectures {
      words += ["on", architectures.map(\.rawValue).joined(separator: ",")]
    }
    return words
  }
}

extension [Condition] {
  func hold(_ instance: Instance) -> Bool { allSatisfy { $0.holds(instance) } }

  /// The conditions as an entry writes them, `since 2.6.17 on i386`; empty if they always hold.
  var description: String { flatMap(\.words).joined(separator: " ") }
}

/// A release on one architecture: the unit for which exactly one alternative must hold.
struct Instance: Sendable, Equatable, CustomStringConvertible {
  let numbers: [Int]
  let architecture: Architecture

  var description: String {
    numbers.map(String.init).joined(separator: ".") + " \(architecture.rawValue)"
  }
}
