// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// A new entry with a template for the author to fill in.
public struct Scaffold: Sendable {
  /// The path of the entry's file.
  public var path: String { "\(kit)/\(name)" }
  private let kit: String
  /// The path of the entry's file below the kit's directory.
  private let name: String
  /// The new content of the kit's `series`, with the entry in its place.
  let series: [UInt8]
  private let symbol: String?

  /// Undoes what a killed run began in the kit's directory, so that the kit can be read. Nothing is
  /// written if there is nothing to undo, because an installed kit may be read-only.
  public static func recover(kit directory: String) throws(PatchError) {
    let root = FilePath(named: directory)
    try PatchError.of { () throws(FileError) in
      if try LockedTree.isUnfinished(root) { _ = try LockedTree(root) }
    }
  }

  /// - Parameters:
  ///   - group: the name of the group.
  ///   - name: the name of the entry after its number: `gcc-version`.
  /// - Throws: if the kit does not have the group, the group has no free number, or the name is not
  ///   valid.
  public init(_ kit: Kit, group: String, name: String) throws(PatchError) {
    guard let layer = SeriesLayer(kit, group: group) else {
      let known = kit.groups.joined(separator: ", ")
      throw PatchError(kit.directory, "has no group \"\(group)\"; the groups are: \(known)")
    }
    guard Self.isName(name) else {
      throw PatchError(name, "is not a name: use lower-case letters, digits and -")
    }
    let digits = String(try layer.nextNumber() + 10000).dropFirst()
    let id = "\(group)/\(digits)-\(name)"
    self.kit = kit.directory
    self.name = id + "/entry"
    symbol = layer.symbol
    series = try Self.series(kit, with: id, layer)
  }

  /// Whether a name is valid for an entry, without the number.
  public static func isName(_ name: String) -> Bool {
    let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-"
    return !name.isEmpty && name.utf8.count < 200 && name.allSatisfy { allowed.contains($0) }
  }

  /// Writes the entry, and adds it to `series`.
  public func write() throws(PatchError) {
    try PatchError.of { () throws(FileError) in
      var change = TreeChange()
      change.put(name, Array(Self.text(symbol).utf8))
      change.put("series", series)
      try LockedTree(FilePath(named: kit)).commit(change)
    }
  }

  /// Adds a row after that of the group's last entry, with the guards in the same column.
  private static func series(
    _ kit: Kit, with id: String, _ layer: SeriesLayer
  ) throws(PatchError) -> [UInt8] {
    let text = String(decoding: try KitFile.read("series", in: kit.directory) ?? [], as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let index = lines.firstIndex {
      $0.split(whereSeparator: \.isWhitespace).first == layer.last.id[...]
    }
    guard let index else { throw PatchError(kit.directory + "/series", "has no \(layer.last.id)") }
    let column = lines[index].prefix { $0 != "+" }.count
    let blanks = String(repeating: " ", count: max(1, column - id.count))
    let guards = layer.guards.joined(separator: " ")
    lines.insert(id + (guards.isEmpty ? "" : blanks + guards), at: index + 1)
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// The template of an entry.
  ///
  /// - Parameter symbol: the symbol that the template's insertion depends on; nil for none.
  static func text(_ symbol: String?) -> String {
    """
    # SPDX-License-Identifier: GPL-2.0-only
    Subject: subsystem: what it does, in one line
    Reason: what happens without it, and why. A line that starts with a blank
      continues the one above.
    Origin: own

    edit PATH/OF/A/FILE
    find: the shortest text that occurs once in the file
    after\(symbol.map { " if \($0)" } ?? ""):
    <<<
    the lines to insert after that one
    >>>

    """
  }
}
