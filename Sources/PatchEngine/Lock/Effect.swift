// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// One thing that an entry does to a file of a release.
struct Deed: Sendable {
  /// From the tree's top.
  let path: String
  /// Those for which it does so.
  let architectures: [Architecture]
  /// What the rows of a lock call an edit; nil of a file that is created.
  let edit: Digest?
  /// Of what is done, and where in the file.
  let digest: Digest
}

/// What an entry does to a release: by its digest locks and proofs know it.
///
/// The digest changes whenever the release gets anything else of the entry. It stays when only
/// other releases do, when sections or alternatives are merely arranged in another way, and when
/// the entry says something else of itself.
public struct Effect: Sendable {
  /// The entry's.
  public let id: String
  let deeds: [Deed]
  public let digest: Digest

  /// - Parameter required: the entries that come onto the release with this one.
  init(_ id: String, _ deeds: [Deed], requiring required: [String]) {
    self.id = id
    self.deeds = deeds
    // What is done to one file does not depend on when another one is done.
    let files = Dictionary(grouping: deeds, by: \.path).sorted { $0.key < $1.key }
    let parts = files.flatMap { path, deeds in
      [path] + deeds.map { "\($0.digest) \($0.architectures.text)" }
    }
    digest = Digest(of: (required.sorted() + [""] + parts).map { Array($0.utf8) })
  }
}

extension Kit {
  /// What the entries do to a target; of those that do anything, in the order of the series.
  func effects(for target: Target) -> [Effect] {
    let all = entries.map { ($0, $0.steps(for: target).flatMap(\.deeds)) }
    let active = Set(all.filter { !$0.1.isEmpty }.map(\.0.id))
    return all.filter { !$0.1.isEmpty }.map { entry, deeds in
      Effect(entry.id, deeds, requiring: requirements(of: entry, among: active))
    }
  }

  /// The next ones of a release's entries that an entry requires, through those that are not for it.
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
  fileprivate var deeds: [Deed] { step.deeds(at: path, for: instances) }
}

extension [Architecture] {
  /// As a lock names them, whatever their order in the release's file.
  var inOrder: [Architecture] { sorted { $0.rawValue < $1.rawValue } }

  /// `i386,x86_64`
  var text: String { inOrder.map(\.rawValue).joined(separator: ",") }

  /// - Parameter text: as `text` has it; nil when a name is not one of an architecture.
  init?(text: String) {
    let names = text.split(separator: ",", omittingEmptySubsequences: false)
    let known = names.compactMap { Architecture(rawValue: String($0)) }
    guard known.count == names.count else { return nil }
    self = known
  }
}
