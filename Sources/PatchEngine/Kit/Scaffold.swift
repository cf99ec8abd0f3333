// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// A new entry, to be filled in.
public struct Scaffold: Sendable {
  /// The path of its text.
  public var path: String { "\(kit)/\(name)" }
  private let kit: String
  /// From the kit's folder.
  private let name: String
  /// The kit's `series` with the entry behind the others of its group.
  let series: [UInt8]

  /// Undoes what a killed run has begun in the kit's directory, so that the kit can be read. Nothing is
  /// written where there is nothing of it: a kit may be an installed one.
  public static func recover(kit folder: String) throws(PatchError) {
    let root = FilePath(named: folder)
    try PatchError.of { () throws(FileError) in
      if try LockedTree.isUnfinished(root) { _ = try LockedTree(root) }
    }
  }

  /// - Parameters:
  ///   - group: the group's name.
  ///   - name: what the entry is called behind its number: `gcc-version`.
  /// - Throws: when the kit has no such group, the group no number left, or the name is no name.
  public init(_ kit: Kit, group: String, name: String) throws(PatchError) {
    guard let last = kit.entries.last(where: { $0.group == group }) else {
      let known = kit.groups.joined(separator: ", ")
      throw PatchError(kit.folder, "has no group \"\(group)\"; the groups are: \(known)")
    }
    guard Self.isName(name) else {
      throw PatchError(name, "is not a name: use lower-case letters, digits and -")
    }
    let id = "\(group)/\(try Self.number(in: group, of: kit))-\(name)"
    self.kit = kit.folder
    self.name = id + "/entry"
    series = try Self.series(kit, with: id, behind: last.id)
  }

  /// Whether an entry may be called so behind its number.
  public static func isName(_ name: String) -> Bool {
    let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-"
    return !name.isEmpty && name.utf8.count < 200 && name.allSatisfy { allowed.contains($0) }
  }

  /// Makes the entry, and names it in `series`.
  public func write() throws(PatchError) {
    try PatchError.of { () throws(FileError) in
      var change = TreeChange()
      change.put(name, Array(Self.text.utf8))
      change.put("series", series)
      try LockedTree(FilePath(named: kit)).commit(change)
    }
  }

  /// The next ten behind the group's highest, so that something fits between.
  private static func number(in group: String, of kit: Kit) throws(PatchError) -> String {
    let numbers = kit.entries.map { Int($0.id.split(separator: "/")[1].prefix(4)) ?? 0 }
    let own = zip(kit.entries, numbers).filter { $0.0.group == group }.map(\.1)
    let number = ((own.max() ?? 0) / 10 + 1) * 10
    guard number < 10000, !numbers.contains(number) else {
      throw PatchError(group, "has no number left behind \(own.max() ?? 0)")
    }
    return String(String(number + 10000).dropFirst())
  }

  private static func series(
    _ kit: Kit, with id: String, behind last: String
  ) throws(PatchError) -> [UInt8] {
    let text = String(decoding: try KitFile.read("series", in: kit.folder) ?? [], as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let index = lines.firstIndex { $0.split(whereSeparator: \.isWhitespace).first == last[...] }
    lines.insert(id, at: (index ?? lines.count - 2) + 1)
    return Array(lines.joined(separator: "\n").utf8)
  }

  static let text = """
    # SPDX-License-Identifier: GPL-2.0-only
    Subject: What it does, in one line
    Reason: what happens without it, and why. Lines that start with a blank
      go on with the text.
    Origin: own

    edit PATH/OF/A/FILE
    find: the shortest text that stands there once
    after:
    <<<
    lines to come behind it
    >>>

    """
}
