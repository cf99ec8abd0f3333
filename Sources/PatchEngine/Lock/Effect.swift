// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// One edit or new file of an entry, in one release.
struct StepEffect: Sendable {
  /// The path from the tree's top.
  let path: String
  /// The architectures for which it is done.
  let architectures: [Architecture]
  /// The digest of an edit's place, which identifies the edit in a lock; nil for a file that is
  /// created.
  let edit: Digest?
  /// The digest of an edit's place and operation, or of a created file.
  let digest: Digest
}

/// All that an entry does to a release. Its digest is what locks and proofs record.
///
/// The digest changes whenever the release gets anything else from the entry. It does not change if
/// only other releases do, if sections or alternatives are merely arranged differently, or if the
/// entry's header is reworded.
public struct Effect: Sendable {
  /// The ID of the entry.
  public let id: String
  let steps: [StepEffect]
  /// The digest that locks and proofs record.
  public let digest: Digest

  /// - Parameter required: the IDs of the entries that are applied to the release with this one.
  init(_ id: String, _ steps: [StepEffect], requiring required: [String]) {
    self.id = id
    self.steps = steps
    // Sort by file: the order of changes to different files has no effect.
    let files = Dictionary(grouping: steps, by: \.path).sorted { $0.key < $1.key }
    let parts = files.flatMap { path, steps in
      [path] + steps.map { "\($0.digest) \($0.architectures.text)" }
    }
    digest = Digest(of: (required.sorted() + [""] + parts).map { Array($0.utf8) })
  }
}

extension Kit {
  /// The effects of the entries on a target, in the order of the series. Entries without an effect
  /// are omitted.
  func effects(for target: KitTarget) -> [Effect] {
    let all = entries.map { ($0, $0.steps(for: target).flatMap(\.effects)) }
    let active = Set(all.filter { !$0.1.isEmpty }.map(\.0.id))
    return all.filter { !$0.1.isEmpty }.map { entry, steps in
      Effect(entry.id, steps, requiring: requirements(of: entry, among: active))
    }
  }

  /// The entries with an effect that an entry requires. An entry without an effect is replaced by
  /// those that it requires itself.
  private func requirements(of entry: Entry, among active: Set<String>) -> [String] {
    var (found, seen): (Set<String>, Set<String>) = ([], [])
    var rest = entry.requires
    while let id = rest.popLast() {
      guard seen.insert(id).inserted else { continue }
      if active.contains(id) {
        found.insert(id)
      } else {
        rest += entries.first { $0.id == id }?.requires ?? []
      }
    }
    return Array(found)
  }
}

extension PlacedStep {
  fileprivate var effects: [StepEffect] { step.effects(at: path, for: instances) }
}

extension [Architecture] {
  /// The architectures in the order of a lock, which does not depend on the release's file.
  var inOrder: [Architecture] { sorted { $0.rawValue < $1.rawValue } }

  /// The form in a lock: `i386,x86_64`.
  var text: String { inOrder.map(\.rawValue).joined(separator: ",") }

  /// - Parameter text: the form in a lock; nil if a name is not that of an architecture.
  init?(text: String) {
    let names = text.split(separator: ",", omittingEmptySubsequences: false)
    let known = names.compactMap { Architecture(rawValue: String($0)) }
    guard known.count == names.count else { return nil }
    self = known
  }
}
