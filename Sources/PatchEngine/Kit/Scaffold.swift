// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// A new entry, to be filled in.
public struct Scaffold: Sendable {
  /// Its path; the group's folder may not be there yet.
  public var path: String { "\(kit)/\(name)" }
  private let kit: String
  /// From the kit's folder.
  private let name: String

  /// - Parameters:
  ///   - group: the group's name.
  ///   - name: what the entry is called behind its number: `gcc-version`.
  /// - Throws: when the kit has no such group, the group no number left, or the name is no name.
  public init(_ kit: Kit, group: String, name: String) throws(PatchError) {
    guard let group = kit.groups.first(where: { $0.name == group }) else {
      let known = kit.groups.map(\.name).joined(separator: ", ")
      throw PatchError(kit.folder, "has no group \"\(group)\"; the groups are: \(known)")
    }
    let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-"
    guard !name.isEmpty, name.allSatisfy({ allowed.contains($0) }) else {
      throw PatchError(name, "is not a name: use lower-case letters, digits and -")
    }
    let digits = try Self.number(in: group)
    self.kit = kit.folder
    self.name = "\(group.name)/\(digits)-\(name)\(GroupReader.suffix)"
  }

  /// Makes the file.
  public func write() throws(PatchError) {
    try PatchError.of { () throws(FileError) in
      var change = TreeChange()
      change.put(name, Array(Self.text.utf8))
      try LockedTree(FilePath(kit)).commit(change)
    }
  }

  /// Ten behind the last, so that something fits between.
  private static func number(in group: Group) throws(PatchError) -> String {
    let last = group.entries.last.flatMap { Int($0.id.dropFirst(group.name.count + 1).prefix(4)) }
    let number = last.map { $0 - $0 % 10 + 10 } ?? group.numbers.lowerBound
    guard group.numbers.contains(number) else {
      throw PatchError(group.name, "has no number left behind \(last ?? 0)")
    }
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  static let text = """
    # SPDX-License-Identifier: GPL-2.0-only
    Subject: What it does, in one line
    Reason: what happens without it, and why. Lines that start with a blank
      go on with the text.
    Origin: own
    Releases: 2.6.18

    edit PATH/OF/A/FILE
    find: the shortest text that stands there once
    after:
    <<<
    lines to come behind it
    >>>

    """
}
