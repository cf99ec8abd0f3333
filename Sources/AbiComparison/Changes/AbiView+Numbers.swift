// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension AbiView {
  /// The differences of numbers, group by group in the order of the model.
  func numberChanges(to other: AbiView) -> [AbiChange] {
    NumberGroups.titles.flatMap { title in
      let pair = NumberPair(
        title: title, before: numbers[title] ?? [:], after: other.numbers[title] ?? [:])
      return pair.lost(reporting: other.isWhole) + pair.gained(reporting: isWhole)
    }
  }
}

/// A group of numbers in both views.
///
/// A guest keeps the value that it was compiled with, so that a value which continues under a new
/// name breaks nothing: sched_op was 6 and became 29, and 6 is still handled, as sched_op_compat.
private struct NumberPair {
  let title: String
  let before: [String: Int]
  let after: [String: Int]

  func lost(reporting missing: Bool) -> [AbiChange] {
    sorted(before).compactMap { name, value in
      let now = after[name]
      if let now, ConstantDifference.isSame(now, value) { return nil }
      if let successor = successor(of: name, value, reporting: missing) {
        return change(name, .renamed, before: String(value), after: successor)
      }
      if let now {
        return change(
          name, .renumbered, breaks: harms(name), before: String(value), after: String(now))
      }
      return missing ? change(name, .removed, breaks: harms(name), before: String(value)) : nil
    }
  }

  private func harms(_ name: String) -> Bool {
    NumberGroups.guestNames.contains(name) && !Constant.isCount(name)
  }

  func gained(reporting missing: Bool) -> [AbiChange] {
    let successors = Set(before.compactMap { after[$0] != $1 ? successor(of: $0, $1) : nil })
    return sorted(after).compactMap { name, value in
      guard missing, !successors.contains(name) else { return nil }
      if let old = before[name], old == value || successor(of: name, old) == nil { return nil }
      return change(name, .added, after: String(value))
    }
  }

  /// The new name of a value. If the old name still exists, only a name that starts with it counts.
  /// If it does not, a name that already existed beside it counts too, if both start with the same
  /// word (`PHYSDEVOP_…`); but not for a guest, which may simply not declare the old name.
  private func successor(of name: String, _ value: Int, reporting missing: Bool = true) -> String? {
    let names = sorted(after).filter { $0.1 == value && !Constant.isCount($0.0) }.map(\.0)
    let isGone = after[name] == nil
    return names.first { before[$0] != value && (isGone || $0.hasPrefix(name)) }
      ?? names.first { missing && isGone && firstWord($0) == firstWord(name) }
  }

  private func firstWord(_ name: String) -> Substring { name.prefix { $0 != "_" } }

  private func sorted(_ numbers: [String: Int]) -> [(String, Int)] {
    numbers.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { ($0.key, $0.value) }
  }

  private func change(
    _ name: String, _ kind: AbiChange.Kind, breaks: Bool = false, before: String = "",
    after: String = ""
  ) -> AbiChange {
    AbiChange(
      .number(name, group: title), kind, isBreaking: breaks, before: before, after: after)
  }
}
