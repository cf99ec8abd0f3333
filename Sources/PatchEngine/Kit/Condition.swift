// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// When a part of an entry is to be done: `since 2.6.17 until 2.6.18 on x86_64`.
struct Condition: Sendable, Equatable {
  private(set) var releases = ReleaseRange()
  /// Nil for all.
  private(set) var architectures: [Architecture]?

  func holds(_ instance: Instance) -> Bool {
    releases.contains(instance.numbers)
      && architectures?.contains(instance.architecture) ?? true
  }

  /// Words that open a condition.
  static let keywords = ["since", "until", "on"]

  /// - Parameter words: pairs of a keyword and a value.
  /// - Returns: nil when they are not of that form.
  init?(_ words: some Collection<String>) {
    var rest = Array(words)
    while rest.count >= 2 {
      let (keyword, value) = (rest.removeFirst(), rest.removeFirst())
      switch keyword {
      case "since" where releases.since == nil: releases.since = KernelRelease.numbers(value)
      case "until" where releases.until == nil: releases.until = KernelRelease.numbers(value)
      case "on" where architectures == nil:
        let names = value.split(separator: ",").map { Architecture(rawValue: String($0)) }
        architectures = names.contains(nil) ? nil : names.compactMap { $0 }
      default: return nil
      }
      let isRead = [releases.since != nil, releases.until != nil, architectures != nil]
      guard isRead[Self.keywords.firstIndex(of: keyword) ?? 0] else { return nil }
    }
    guard rest.isEmpty, !releases.isBackwards else { return nil }
  }

  /// That it holds for no release which a kit knows, in words; nil when it does for one.
  func problem(among known: [KnownRelease]) -> String? { releases.problem(among: known) }

  /// In the words of an entry; empty when it always holds.
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

  /// What it says beyond nothing, as an entry would: `since 2.6.17 on i386`.
  var description: String { flatMap(\.words).joined(separator: " ") }
}

/// A release for one architecture: for each that the kit knows, an entry must be clear.
struct Instance: Sendable, Equatable, CustomStringConvertible {
  let numbers: [Int]
  let architecture: Architecture

  var description: String {
    numbers.map(String.init).joined(separator: ".") + " \(architecture.rawValue)"
  }
}
