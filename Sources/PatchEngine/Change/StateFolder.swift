// SPDX-License-Identifier: Apache-2.0

/// Where a tree keeps its record: `.pvkit`, of which
///
/// - `now` says what is applied,
/// - `next` is being written: a run that is killed then has done nothing,
/// - `commit` is written, and to be carried out, whatever happens,
/// - `old` and `done` are on their way out.
struct StateFolder: Sendable {
  static let name = ".pvkit"
  let path: String

  init(_ tree: KernelTree) { path = tree.place(Self.name) }

  var now: String { path + "/now" }
  var next: String { path + "/next" }
  var commit: String { path + "/commit" }
  var old: String { path + "/old" }
  var done: String { path + "/done" }

  /// What is applied; nil for a vanilla tree.
  func applied() throws(PatchError) -> Layer? { try Layer(now) }

  /// What a killed run has left to be carried out.
  func unfinished() throws(PatchError) -> Layer? { try Layer(commit) }
}
