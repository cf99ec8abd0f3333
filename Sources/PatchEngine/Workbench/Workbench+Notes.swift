// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Workbench {
  /// Notes on entries that are applied too, because a chosen entry requires them, or one that is on
  /// the tree.
  public func required(by choice: EntryChoice?) throws(PatchError) -> [Note] {
    let target = try target()
    let there = Set(record?.entries ?? [])
    let others = kit.entries.filter { entry in
      !choice.contains(entry.id) && !there.contains(entry.id)
        && !entry.steps(for: target).isEmpty
    }.map(\.id)
    let ids = ids(choice, for: target)
    let renewed = wanted(choice, for: target).subtracting(ids)
    return [
      ("included, because a chosen entry requires it", others.filter(ids.contains)),
      (Self.requiredNow, others.filter(renewed.contains)),
    ].filter { !$1.isEmpty }.map { Note($0, $1) }
  }

  static let requiredNow = "included, because an applied entry now requires it"

  /// Notes on the entries that are removed too, because they require chosen ones, and on those that
  /// stay.
  func removalNotes(
    _ named: Set<String>, _ going: Set<String>, _ staying: Set<String>
  ) -> [Note] {
    func inOrder(_ ids: Set<String>) -> [String] { kit.entries.map(\.id).filter(ids.contains) }
    let others = inOrder(going.subtracting(named))
    let rest = inOrder(staying)
    return [
      ("also removed, because it requires a removed entry", others), ("still applied", rest),
    ].filter { !$1.isEmpty }.map { Note($0, $1) }
  }

  /// A note if the tree has architectures that the kit is not applied for: it cannot be built for
  /// them.
  func otherArchitectures(_ plan: Plan) -> [Note] {
    let known = kit.known(tree.release)
    let others = Architecture.allCases.filter { architecture in
      guard !plan.architectures.contains(architecture) else { return false }
      // Since 2.6.24, arch/x86 is the directory of both.
      let directory = known.flatMap {
        $0.architectures.contains(architecture) ? $0.expand("{arch}", on: architecture) : nil
      }
      return tree.hasDirectory(directory ?? "arch/\(architecture.rawValue)")
    }
    guard !plan.entries.isEmpty, !others.isEmpty else { return [] }
    let own = plan.architectures.map { "ARCH=\($0.rawValue)" }.joined(separator: " or ")
    let isKept = asked == nil && record?.architectures.isEmpty == false
    return [
      Note(
        "the kit is applied only for make \(own), not for "
          + others.map(\.rawValue).joined(separator: ", ")
          + (isKept ? ", as before (--arch changes that)" : ""))
    ] + (isKept ? otherConfiguration(plan) : [])
  }

  /// A note if the tree is configured for an architecture that the kit is not applied for: the
  /// record counts, not the configuration.
  private func otherConfiguration(_ plan: Plan) -> [Note] {
    guard let known = kit.known(tree.release), let configured = try? configured(known),
      !plan.architectures.contains(configured)
    else { return [] }
    return [
      Note(
        "its .config is for \(configured.rawValue), for which the kit was not applied",
        cure: "pvkit patch apply --arch \(configured.rawValue)")
    ]
  }

  /// A note on files that are removed although no entry is: an entry that stays no longer changes
  /// or creates them.
  func orphans(_ puts: [Change.Put], _ drops: [String], _ plan: Plan) -> [Note] {
    guard leavers(plan).isEmpty, goneEntries(.reverted).isEmpty else { return [] }
    let files = (puts.map(\.path) + drops).filter { plan.files[$0] == nil }.sorted()
    return files.isEmpty ? [] : [Note(Self.orphaned, files)]
  }

  static let orphaned = "removed, because no entry has it any more"

  /// Notes on the reasons why entries are removed that the kit still has.
  func leaving(_ plan: Plan, _ target: KitTarget) -> [Note] {
    let names = Set(leavers(plan))
    let states = kit.entries.filter { names.contains($0.id) }.map { ($0.id, idle($0, target)) }
    let before = record?.architectures.joined(separator: ", ") ?? ""
    let now = target.architectures.map(\.rawValue).joined(separator: ", ")
    let reasons = [
      (
        EntryState.otherArchitecture,
        "removed, because the tree is now for \(now) instead of \(before)"
      ),
      (.idle, "removed, because the kit no longer has it for Linux \(target.release)"),
    ]
    return reasons.compactMap { state, words in
      let own = states.filter { $0.1 == state }.map { $0.0 }
      return own.isEmpty ? nil : Note(words, own)
    }
  }
}
