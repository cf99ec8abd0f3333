// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// The store that a domU shares with its back ends: the tree and its watches.
///
/// The toolstack and the back ends are part of the initial domain, and use it directly. The guest
/// uses it through a `StoreConnection`.
final class XenStore {
  private(set) var tree = StoreTree()
  private var watches: [Watch] = []
  private var observers: [(path: String, changed: (_ path: String) -> Void)] = []

  /// A watch of the guest.
  struct Watch {
    let path: String
    let token: String
    /// The part of the path that the guest left out, if it gave a relative path.
    let prefix: String
    let tell: (_ path: String, _ token: String) -> Void
  }

  // MARK: back ends and toolstack

  /// The value of a node as text; nil if it does not exist.
  func read(_ path: String) -> String? {
    tree.nodes[path].map { String(decoding: $0.value, as: UTF8.self) }
  }

  func write(_ path: String, _ value: String, _ permissions: [StoreTree.Permission] = []) {
    guard let changed = try? tree.write(path, Array(value.utf8), by: 0) else { return }
    if !permissions.isEmpty { try? tree.setPermissions(path, permissions, by: 0) }
    tell(changed)
  }

  func remove(_ path: String) {
    guard let gone = try? tree.remove(path, by: 0) else { return }
    tellRemoved(gone)
  }

  /// Calls `changed` for each change of the node or of one below it.
  func observe(_ path: String, _ changed: @escaping (_ path: String) -> Void) {
    observers.append((path, changed))
  }

  // MARK: guest

  /// Replaces the tree by the result of a request or a transaction, and fires watches.
  func adopt(_ tree: StoreTree, changed: [String], removed: [String]) {
    self.tree = tree
    if !changed.isEmpty { tell(changed) }
    if !removed.isEmpty { tellRemoved(removed) }
  }

  var watchCount: Int { watches.count }

  func hasWatch(_ path: String, _ token: String) -> Bool {
    watches.contains { $0.path == path && $0.token == token }
  }

  func add(_ watch: Watch) { watches.append(watch) }

  func removeWatch(_ path: String, _ token: String) {
    watches.removeAll { $0.path == path && $0.token == token }
  }

  func removeWatches() { watches = [] }

  // MARK: notification

  private func tell(_ changed: [String]) {
    for path in changed {
      for watch in watches where StoreTree.isWithin(path, watch.path) { tell(watch, path) }
    }
    for path in changed {
      for observer in observers where StoreTree.isWithin(path, observer.path) {
        observer.changed(path)
      }
    }
  }

  /// Fires watches for removed nodes: the topmost as for any change, those below it only for
  /// watches and observers of exactly that path.
  private func tellRemoved(_ gone: [String]) {
    guard let top = gone.first else { return }
    tell([top])
    for path in gone.dropFirst() {
      for watch in watches where watch.path == path { tell(watch, path) }
      for observer in observers where observer.path == path { observer.changed(path) }
    }
  }

  private func tell(_ watch: Watch, _ path: String) {
    watch.tell(String(path.dropFirst(watch.prefix.count)), watch.token)
  }
}
