// SPDX-License-Identifier: Apache-2.0

/// A folder of entries, as `patches/` is one: `series`, and a folder a group.
public struct Kit: Sendable {
  /// Where it stands.
  public let folder: String
  /// In the order of `series`.
  public let groups: [Group]

  /// Every entry, in the order in which they are applied.
  public var entries: [Entry] { groups.flatMap(\.entries) }

  /// Reads and judges the whole kit.
  ///
  /// - Throws: when anything in it is not as patches/README.md says.
  public init(folder: String) throws(PatchError) {
    self.folder = folder
    guard let series = try KitFile.read("series", in: folder) else {
      throw PatchError(
        folder, "is not a kit: it has no file named series",
        cure: "give the directory of a kit with --kit")
    }
    var groups: [Group] = []
    for (index, line) in String(decoding: series, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      guard let group = Group(line: String(line)) else {
        throw PatchError(
          "\(folder)/series:\(index + 1)", "must be: FIRST-LAST GROUP WHAT IT IS FOR")
      }
      guard !groups.contains(where: { group.isLike($0) }) else {
        throw PatchError(
          "\(folder)/series:\(index + 1)", "repeats the name or numbers of a group above")
      }
      groups.append(try GroupReader(folder: folder, group: group).group())
    }
    self.groups = groups
  }

  /// The entry that a user means: `toolchain/0110-gcc-version`, `0110-gcc-version` or `0110`.
  public func entry(named name: String) -> Entry? {
    entries.first { entry in
      let own = entry.id.split(separator: "/")[1]
      return entry.id == name || own == name || own.prefix { $0 != "-" } == name
    }
  }
}
