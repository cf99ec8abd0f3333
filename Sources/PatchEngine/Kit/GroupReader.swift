// SPDX-License-Identifier: Apache-2.0

/// Reads a group's folder: its entries, and that its new files are the entries'.
struct GroupReader {
  private let kit: String
  private let folder: String
  private let row: Group

  init(folder: String, group: Group) {
    kit = folder
    self.folder = folder + "/" + group.name
    row = group
  }

  static let suffix = ".entry"
  static let suppressions = "suppressions"

  func group() throws(PatchError) -> Group {
    var group = row
    for name in try KitFile.names(folder) ?? [] where name != "files" {
      if name == Self.suppressions {
        group.suppressions = folder + "/" + name
        continue
      }
      guard name.hasSuffix(Self.suffix) else {
        throw PatchError(
          "\(folder)/\(name)",
          "is neither an entry (NUMBER-NAME\(Self.suffix)), the directory files nor \(Self.suppressions)"
        )
      }
      try checkNumber(name, after: group.entries.last)
      group.entries.append(try entry(name))
    }
    try checkFiles(group.entries)
    return group
  }

  private func entry(_ file: String) throws(PatchError) -> Entry {
    let path = folder + "/" + file
    guard let bytes = try KitFile.read(row.name + "/" + file, in: kit) else {
      throw PatchError(path, "is missing")
    }
    let id = row.name + "/" + file.dropLast(Self.suffix.count)
    return try EntryReader(bytes, id: id, name: path, kit: kit, files: row.name + "/files").entry()
  }

  /// Four digits of the group's range, each number once.
  private func checkNumber(_ name: String, after last: Entry?) throws(PatchError) {
    let digits = name.prefix { $0 != "-" }
    guard digits.count == 4, let number = Int(digits), row.numbers.contains(number),
      name.count > digits.count + 1 + Self.suffix.count
    else {
      throw PatchError(
        "\(folder)/\(name)",
        "must begin with a number of four digits in \(row.numbers.lowerBound)–"
          + "\(row.numbers.upperBound), and a name: 0110-gcc-version\(Self.suffix)")
    }
    if let last, last.id.hasPrefix("\(row.name)/\(digits)-") {
      throw PatchError("\(folder)/\(name)", "has the same number as \(last.id)")
    }
  }

  /// No file lies about that no entry brings.
  private func checkFiles(_ entries: [Entry]) throws(PatchError) {
    let brought = Set(
      entries.flatMap(\.steps).compactMap { ($0 as? NewStep)?.source })
    for path in try KitFile.all(below: folder + "/files") where !brought.contains(path) {
      throw PatchError(
        "\(folder)/files/\(path)", "is used by no entry", cure: "add `new \(path)` to one")
    }
  }
}
