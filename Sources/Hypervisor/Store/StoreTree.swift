// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// An error of the store, by its name on the wire (xsd_errors, public/io/xs_wire.h).
enum StoreError: String, Error {
  case invalid = "EINVAL"
  case accessDenied = "EACCES"
  case exists = "EEXIST"
  case noEntry = "ENOENT"
  case noSpace = "ENOSPC"
  case notImplemented = "ENOSYS"
  case tooBig = "E2BIG"
  case busy = "EBUSY"
  case again = "EAGAIN"
  case quota = "EQUOTA"
}

/// The nodes of a XenStore. Each has a value, children in the order of creation, and permissions.
///
/// A new node gets the permissions of its parent, and belongs to the domain that makes it
/// (tools/xenstore/xenstored_core.c@4.17).
struct StoreTree {
  struct Node {
    var value: [UInt8] = []
    var children: [String] = []
    /// The first one names the owner, and its letter applies to every domain without an entry of
    /// its own.
    var permissions: [Permission]
    /// The generation of the last change to the value or to the list of children.
    var changed: UInt64 = 0
  }

  /// The access of a domain to a node.
  struct Permission: Equatable {
    let domain: UInt16
    let canRead: Bool
    let canWrite: Bool

    /// Parses the form on the wire: `r1`, `b0`, `n2`.
    init?(_ text: some StringProtocol) {
      guard let letter = text.first, let domain = UInt16(text.dropFirst()) else { return nil }
      switch letter {
      case "n": (canRead, canWrite) = (false, false)
      case "r": (canRead, canWrite) = (true, false)
      case "w": (canRead, canWrite) = (false, true)
      case "b": (canRead, canWrite) = (true, true)
      default: return nil
      }
      self.domain = domain
    }

    init(_ domain: UInt16, canRead: Bool = false, canWrite: Bool = false) {
      self.domain = domain
      self.canRead = canRead
      self.canWrite = canWrite
    }

    var text: String {
      let letter = canRead ? (canWrite ? "b" : "r") : canWrite ? "w" : "n"
      return "\(letter)\(domain)"
    }
  }

  private(set) var nodes: [String: Node] = ["/": Node(permissions: [Permission(0)])]
  /// The number of changes so far.
  private(set) var generation: UInt64 = 0
  /// The number of nodes that each domain except the initial one owns.
  private(set) var owned: [UInt16: Int] = [:]

  /// The limits of a domain, as in xenstored.
  static let (mostNodes, mostBytes) = (1000, 2048)

  // MARK: paths

  static func parent(_ path: String) -> String {
    let end = path.lastIndex(of: "/") ?? path.startIndex
    return end == path.startIndex ? "/" : String(path[..<end])
  }

  private static func name(_ path: String) -> String {
    String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...])
  }

  static func child(_ name: String, of path: String) -> String {
    path == "/" ? "/" + name : path + "/" + name
  }

  /// Whether a path equals another one or is below it.
  static func isWithin(_ path: String, _ top: String) -> Bool {
    path == top || top == "/"
      || (path.hasPrefix(top) && path.utf8.dropFirst(top.utf8.count).first == 0x2f)
  }

  // MARK: permissions

  private func may(_ domain: UInt16, _ node: Node, write: Bool) -> Bool {
    if domain == 0 || node.permissions.first?.domain == domain { return true }
    let own = node.permissions.dropFirst().first { $0.domain == domain } ?? node.permissions.first
    return write ? own?.canWrite ?? false : own?.canRead ?? false
  }

  /// The node of a path.
  ///
  /// - Throws: `StoreError` if the node does not exist, or the domain may not access it.
  func node(_ path: String, for domain: UInt16, write: Bool = false) throws(StoreError) -> Node {
    guard let node = nodes[path] else {
      // Only a domain that may read the nearest existing parent learns that a node is missing.
      throw mayLook(path, domain) ? .noEntry : .accessDenied
    }
    guard may(domain, node, write: write) else { throw .accessDenied }
    return node
  }

  private func mayLook(_ path: String, _ domain: UInt16) -> Bool {
    var above = path
    repeat { above = Self.parent(above) } while nodes[above] == nil && above != "/"
    return nodes[above].map { may(domain, $0, write: false) } ?? false
  }

  // MARK: changes

  enum Change {
    case write([UInt8])
    case make, remove
    case rights([Permission])
  }

  /// The effect of a change: nodes that were made or changed, and nodes that were removed, their
  /// topmost one first.
  struct Result {
    var changed: [String] = []
    var removed: [String] = []
  }

  mutating func apply(
    _ change: Change, to path: String, by domain: UInt16
  ) throws(StoreError) -> Result {
    switch change {
    case .write(let value): return Result(changed: try write(path, value, by: domain))
    case .make: return Result(changed: try make(path, by: domain))
    case .remove:
      do throws(StoreError) { return Result(removed: try remove(path, by: domain)) } catch {
        // The node is gone, which is what the request asked for.
        guard error == .noEntry, nodes[Self.parent(path)] != nil else { throw error }
        return Result()
      }
    case .rights(let rights):
      try setPermissions(path, rights, by: domain)
      return Result(changed: [path])
    }
  }

  /// Writes a value; makes the node if it does not exist.
  ///
  /// - Returns: every node that was made or changed.
  mutating func write(
    _ path: String, _ value: [UInt8], by domain: UInt16
  ) throws(StoreError) -> [String] {
    guard domain == 0 || value.count <= Self.mostBytes else { throw .noSpace }
    let made = try make(path, by: domain)
    generation += 1
    nodes[path]?.value = value
    nodes[path]?.changed = generation
    return made.isEmpty ? [path] : made
  }

  /// Makes a node and its missing parents.
  ///
  /// - Returns: the nodes that were made; empty if it exists.
  mutating func make(_ path: String, by domain: UInt16) throws(StoreError) -> [String] {
    if nodes[path] != nil {
      _ = try node(path, for: domain, write: true)
      return []
    }
    var missing: [String] = []
    var above = path
    while nodes[above] == nil {
      missing.append(above)
      above = Self.parent(above)
    }
    guard let parent = nodes[above], may(domain, parent, write: true) else { throw .accessDenied }
    guard domain == 0 || owned[domain, default: 0] + missing.count <= Self.mostNodes else {
      throw .quota
    }
    var permissions = parent.permissions
    if domain != 0, let owner = permissions.first {
      permissions[0] = Permission(domain, canRead: owner.canRead, canWrite: owner.canWrite)
    }
    for path in missing.reversed() {
      generation += 1
      nodes[Self.parent(path)]?.children.append(Self.name(path))
      nodes[Self.parent(path)]?.changed = generation
      nodes[path] = Node(permissions: permissions, changed: generation)
      owned[permissions[0].domain, default: 0] += 1
    }
    return missing.reversed()
  }

  /// Removes a node and all below it.
  ///
  /// - Returns: every node that was removed.
  mutating func remove(_ path: String, by domain: UInt16) throws(StoreError) -> [String] {
    guard path != "/" else { throw .invalid }
    guard nodes[path] != nil else {
      // A missing node is an error of its own only in a directory that exists.
      _ = try node(Self.parent(path), for: domain)
      throw .noEntry
    }
    _ = try node(path, for: domain, write: true)
    let parent = Self.parent(path)
    nodes[parent]?.children.removeAll { $0 == Self.name(path) }
    generation += 1
    nodes[parent]?.changed = generation
    var gone: [String] = []
    var left = [path]
    while let next = left.popLast() {
      guard let node = nodes.removeValue(forKey: next) else { continue }
      gone.append(next)
      if let owner = node.permissions.first?.domain { owned[owner, default: 1] -= 1 }
      left += node.children.reversed().map { Self.child($0, of: next) }
    }
    return gone
  }

  mutating func setPermissions(
    _ path: String, _ permissions: [Permission], by domain: UInt16
  ) throws(StoreError) {
    let node = try node(path, for: domain, write: true)
    guard let owner = permissions.first, let old = node.permissions.first else { throw .invalid }
    // Only the owner may change permissions, and only the initial domain may change the owner.
    guard domain == 0 || (old.domain == domain && owner.domain == domain) else {
      throw .accessDenied
    }
    generation += 1
    owned[old.domain, default: 1] -= 1
    owned[owner.domain, default: 0] += 1
    nodes[path]?.permissions = permissions
    nodes[path]?.changed = generation
  }
}
