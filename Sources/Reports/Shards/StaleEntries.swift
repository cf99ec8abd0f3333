// SPDX-License-Identifier: Apache-2.0

import Base

/// Entries of project, suppression and baseline files that nothing in a run, or in one shard of it,
/// needs. An entry is stale only if it is in no shard.
public struct StaleEntries: Codable, Sendable, Equatable {
  /// A message for each accepted finding of a rule that was not found.
  var rules: [String] = []
  /// The reviewed instructions that are not there; nil if no code was scanned.
  var instructions: [StaleSuppression]?
  /// Whether there is, or may be, code that was not scanned.
  var isOpen = false
  /// A message for each image of the baseline that was not checked.
  public var unchecked: [String] = []

  public init() {}

  init(rules: [String], instructions: [StaleSuppression]?, isOpen: Bool) {
    (self.rules, self.instructions, self.isOpen) = (rules, instructions, isOpen)
  }

  /// The entries that neither this shard nor the other needs.
  func joined(with other: StaleEntries) -> StaleEntries {
    var both = self
    let (rules, unchecked) = (Set(other.rules), Set(other.unchecked))
    both.rules.removeAll { !rules.contains($0) }
    both.unchecked.removeAll { !unchecked.contains($0) }
    if let theirs = other.instructions.map(Set.init) {
      both.instructions = instructions?.filter(theirs.contains) ?? other.instructions
    }
    both.isOpen = isOpen || other.isOpen
    return both
  }

  /// The entries of a run in which an image could not be checked: it may need the suppressions.
  public var ofBaseline: StaleEntries {
    var part = StaleEntries()
    part.unchecked = unchecked
    return part
  }

  /// Messages that count as findings.
  public var findings: [String] {
    rules
      + (isOpen ? [] : places.map { "\($0) matches nothing in any of these kernels" })
  }

  /// Messages that are not findings: on suppressions that match nothing in the scanned code, but may
  /// match in other code.
  public var remarks: [String] {
    isOpen
      ? places.map {
        "\($0) matches nothing in the code that check reads; run pvkit scan to find out whether it is "
          + "stale"
      } : []
  }

  private var places: [String] {
    (instructions ?? []).map { "\($0.file):\($0.line): \($0.symbol) \($0.class)" }
  }
}
