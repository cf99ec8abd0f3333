// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Workbench {
  /// The entries that come along, as a chosen one requires them.
  public func required(by choice: EntryChoice?) throws(PatchError) -> [Note] {
    let (ids, target) = (ids(choice), try target())
    let there = Set(record?.entries ?? [])
    let others = kit.entries.filter { entry in
      ids.contains(entry.id) && !choice.contains(entry.id) && !there.contains(entry.id)
        && !entry.steps(for: target).isEmpty
    }.map(\.id)
    return others.isEmpty ? [] : [Note("with what was asked for goes what it requires", others)]
  }

  /// What else goes with chosen entries, as it requires them, and what stays.
  func removalNotes(
    _ named: Set<String>, _ going: Set<String>, _ staying: Set<String>
  ) -> [Note] {
    func inOrder(_ ids: Set<String>) -> [String] { kit.entries.map(\.id).filter(ids.contains) }
    let others = inOrder(going.subtracting(named))
    let rest = inOrder(staying)
    return (others.isEmpty ? [] : [Note("with what was asked for goes what requires it", others)])
      + (rest.isEmpty ? [] : [Note("still on the tree", rest)])
  }

  /// That the tree has architectures for which it will not be built with the kit on it.
  func otherArchitectures(_ plan: Plan) -> [Note] {
    let others = Architecture.allCases.filter {
      !plan.architectures.contains($0) && tree.hasFolder("arch/\($0.rawValue)")
    }
    guard !plan.entries.isEmpty, !others.isEmpty else { return [] }
    let own = plan.architectures.map { "ARCH=\($0.rawValue)" }.joined(separator: " or ")
    return [
      Note(
        "the kit is on it for make \(own) alone, not for "
          + others.map(\.rawValue).joined(separator: ", "))
    ]
  }
}
