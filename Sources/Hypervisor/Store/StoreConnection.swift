// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import HypervisorABI

/// The connection of a domain to the store: its requests, transactions and watches
/// (docs/misc/xenstore.txt, tools/xenstore/xenstored_core.c@4.17).
final class StoreConnection {
  private let store: XenStore
  private let ring: StoreRing
  private let domain: UInt16
  private let home: String
  private let types: [UInt32: String]
  private let errorType, eventType: UInt32
  private var transactions: [UInt32: Transaction] = [:]
  private var lastTransaction: UInt32 = 0

  /// The limits of a domain, as in xenstored (tools/xenstore/xenstored_core.c@4.17).
  private static let (mostWatches, mostTransactions, longestPath) = (128, 10, 3072)
  private static let names = [
    "XS_DIRECTORY", "XS_READ", "XS_GET_PERMS", "XS_WATCH", "XS_UNWATCH", "XS_TRANSACTION_START",
    "XS_TRANSACTION_END", "XS_WRITE", "XS_MKDIR", "XS_RM", "XS_SET_PERMS", "XS_GET_DOMAIN_PATH",
    "XS_RESET_WATCHES", "XS_DIRECTORY_PART", "XS_IS_DOMAIN_INTRODUCED", "XS_INTRODUCE",
    "XS_RELEASE", "XS_RESUME", "XS_SET_TARGET", "XS_DEBUG", "XS_CONTROL",
  ]
  /// Requests that only the toolstack may make.
  private static let privileged: Set = [
    "XS_INTRODUCE", "XS_RELEASE", "XS_RESUME", "XS_SET_TARGET", "XS_DEBUG", "XS_CONTROL",
  ]

  /// The changes of a guest that are invisible until its transaction ends.
  private struct Transaction {
    var tree: StoreTree
    /// The nodes that it read or changed, with the generation of each; nil for a node that did not
    /// exist.
    var found: [String: UInt64?] = [:]
    var results: [StoreTree.Result] = []
    /// The changes, which are applied again when it ends.
    var changes: [(path: String, change: StoreTree.Change)] = []
  }

  init(_ store: XenStore, _ ring: StoreRing, _ interface: Interface, domain: UInt16) {
    self.store = store
    self.ring = ring
    self.domain = domain
    home = "/local/domain/\(domain)"
    let numbers = Self.names.compactMap { name in
      interface.numberIfNamed(name).map { (UInt32($0), name) }
    }
    types = Dictionary(numbers, uniquingKeysWith: { first, _ in first })
    errorType = UInt32(interface.number("XS_ERROR"))
    eventType = UInt32(interface.number("XS_WATCH_EVENT"))
  }

  /// Answers the requests in the ring.
  ///
  /// - Returns: whether the ring changed, so that the guest must be notified.
  func serve() -> Bool {
    var changed = false
    while ring.exchange() {
      changed = true
      while let message = ring.next() { answer(message) }
    }
    return changed
  }

  private func answer(_ message: StoreMessage) {
    var answer = message
    var after: [() -> Void] = []
    do throws(StoreError) {
      answer.body = try perform(message, &after)
      guard answer.body.count <= ring.mostBytes else { throw .tooBig }
    } catch {
      answer.type = errorType
      answer.body = Array(error.rawValue.utf8) + [0]
    }
    ring.send(answer)
    // The guest gets the answer before the watch events that its change causes.
    for action in after { action() }
  }

  /// The body of the answer. `after` collects the actions that follow once it is sent.
  private func perform(
    _ message: StoreMessage, _ after: inout [() -> Void]
  ) throws(StoreError) -> [UInt8] {
    guard let type = types[message.type] else { throw .notImplemented }
    if Self.privileged.contains(type) { throw .accessDenied }
    let words = message.body.split(separator: 0, omittingEmptySubsequences: false)
    let texts = words.map { String(decoding: $0, as: UTF8.self) }
    let word = texts.first ?? ""
    switch type {
    case "XS_TRANSACTION_START": return try begin(message)
    case "XS_TRANSACTION_END": return try end(message.transaction, word, &after)
    case "XS_WATCH": return try watch(word, texts.dropFirst().first ?? "", &after)
    case "XS_UNWATCH":
      let (path, token) = (try absolute(word, watching: true), texts.dropFirst().first ?? "")
      guard store.hasWatch(path, token) else { throw .noEntry }
      store.removeWatch(path, token)
      return Self.okay
    case "XS_RESET_WATCHES":
      store.removeWatches()
      transactions = [:]
      return Self.okay
    case "XS_GET_DOMAIN_PATH":
      guard let id = UInt16(word) else { throw .invalid }
      return Array("/local/domain/\(id)\0".utf8)
    case "XS_IS_DOMAIN_INTRODUCED": return Array((UInt16(word) ?? 1 <= domain ? "T\0" : "F\0").utf8)
    case "XS_READ", "XS_DIRECTORY", "XS_GET_PERMS", "XS_DIRECTORY_PART":
      return try look(type, try absolute(word), texts, message.transaction)
    default:
      let path = try absolute(word)
      try change(type, path, message, texts, &after)
      return Self.okay
    }
  }

  private static let okay = Array("OK\0".utf8)

  /// The absolute form of a path.
  private func absolute(_ path: String, watching: Bool = false) throws(StoreError) -> String {
    if watching, path.hasPrefix("@") { return path }
    let isGood = path.utf8.allSatisfy {
      switch $0 {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2f, 0x5f, 0x40: true
      default: false
      }
    }
    let isRoot = path == "/"
    guard isGood, !path.isEmpty, isRoot || !path.hasSuffix("/"), !path.contains("//"),
      path.utf8.count < Self.longestPath
    else { throw .invalid }
    return path.hasPrefix("/") ? path : home + "/" + path
  }

  // MARK: reading

  private func look(
    _ type: String, _ path: String, _ words: [String], _ transaction: UInt32
  ) throws(StoreError) -> [UInt8] {
    let tree = try tree(transaction, path)
    let node = try tree.node(path, for: domain)
    switch type {
    case "XS_READ": return node.value
    case "XS_GET_PERMS": return Self.strings(node.permissions.map(\.text))
    case "XS_DIRECTORY_PART":
      guard let offset = Int(words.dropFirst().first ?? "") else { throw .invalid }
      let list = Self.strings(node.children)
      let part = Array(list.dropFirst(offset).prefix(1024))
      let end: [UInt8] = offset + part.count >= list.count ? [0] : []
      return Self.strings([String(node.changed)]) + part + end
    default: return Self.strings(node.children)
    }
  }

  /// The texts, each with a terminating NUL.
  private static func strings(_ texts: [String]) -> [UInt8] {
    texts.reduce(into: []) { $0 += Array($1.utf8) + [0] }
  }

  /// The tree of a transaction or the store, after recording that the request uses a node of it.
  private func tree(_ number: UInt32, _ path: String) throws(StoreError) -> StoreTree {
    guard number != 0 else { return store.tree }
    guard let transaction = transactions[number] else { throw .noEntry }
    note(path, number)
    return transaction.tree
  }

  private func note(_ path: String, _ number: UInt32) {
    if transactions[number]?.found[path] == nil {
      transactions[number]?.found[path] = .some(store.tree.nodes[path]?.changed)
    }
  }

  // MARK: changing

  private func change(
    _ type: String, _ path: String, _ message: StoreMessage, _ words: [String],
    _ after: inout [() -> Void]
  ) throws(StoreError) {
    let change: StoreTree.Change =
      switch type {
      case "XS_WRITE": .write(Array(message.body.dropFirst(words[0].utf8.count + 1)))
      case "XS_MKDIR": .make
      case "XS_RM": .remove
      default: .rights(try Self.rights(words.dropFirst()))
      }
    var tree = try tree(message.transaction, path)
    let result = try tree.apply(change, to: path, by: domain)
    guard message.transaction != 0 else {
      after.append { [store] in
        store.adopt(tree, changed: result.changed, removed: result.removed)
      }
      return
    }
    note(StoreTree.parent(path), message.transaction)
    transactions[message.transaction]?.tree = tree
    transactions[message.transaction]?.results.append(result)
    transactions[message.transaction]?.changes.append((path, change))
  }

  private static func rights(
    _ words: ArraySlice<String>
  ) throws(StoreError) -> [StoreTree.Permission] {
    let rights = words.filter { !$0.isEmpty }.map(StoreTree.Permission.init)
    guard !rights.isEmpty, rights.allSatisfy({ $0 != nil }) else { throw .invalid }
    return rights.compactMap { $0 }
  }

  // MARK: transactions

  private func begin(_ message: StoreMessage) throws(StoreError) -> [UInt8] {
    guard message.transaction == 0 else { throw .busy }
    guard transactions.count < Self.mostTransactions else { throw .noSpace }
    repeat {
      lastTransaction &+= 1
    } while lastTransaction == 0
      || transactions[lastTransaction] != nil
    transactions[lastTransaction] = Transaction(tree: store.tree)
    return Array("\(lastTransaction)\0".utf8)
  }

  private func end(
    _ number: UInt32, _ word: String, _ after: inout [() -> Void]
  ) throws(StoreError) -> [UInt8] {
    guard word == "T" || word == "F" else { throw .invalid }
    guard let transaction = transactions.removeValue(forKey: number) else { throw .noEntry }
    guard word == "T" else { return Self.okay }
    // Another change came first.
    for (path, changed) in transaction.found where store.tree.nodes[path]?.changed != changed {
      throw .again
    }
    var tree = store.tree
    for (path, change) in transaction.changes { _ = try? tree.apply(change, to: path, by: domain) }
    after.append { [store] in
      for result in transaction.results {
        store.adopt(tree, changed: result.changed, removed: result.removed)
      }
    }
    return Self.okay
  }

  // MARK: watches

  private func watch(
    _ word: String, _ token: String, _ after: inout [() -> Void]
  ) throws(StoreError) -> [UInt8] {
    let path = try absolute(word, watching: true)
    guard !store.hasWatch(path, token) else { throw .exists }
    guard store.watchCount < Self.mostWatches else { throw .quota }
    let isRelative = !word.hasPrefix("/") && !word.hasPrefix("@")
    let watch = XenStore.Watch(
      path: path, token: token, prefix: isRelative ? home + "/" : "",
      tell: { [unowned self] in tell($0, $1) })
    after.append { [store] in
      store.add(watch)
      watch.tell(word, token)
    }
    return Self.okay
  }

  private func tell(_ path: String, _ token: String) {
    let body = Array(path.utf8) + [0] + Array(token.utf8) + [0]
    ring.send(StoreMessage(type: eventType, request: 0, transaction: 0, body: body))
  }
}
