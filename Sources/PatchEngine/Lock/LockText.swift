// SPDX-License-Identifier: Apache-2.0

/// A lock as a file of the kit, `releases/2.6.18.lock`:
///
///     pvkit lock 2
///     release 2.6.18
///     file kernel/mutex.c 0123456789abcdef
///     entry toolchain/0110-mutex 0123…
///     edit kernel/mutex.c 01234567 1
///     lines 01234567 89abcdef
///     digest 0123…
///
/// An edit's row says how often its anchor occurs in the file; below it stands a row for each place
/// whose lines it drops.
extension Lock {
  static let title = "pvkit lock 2"

  public var text: String {
    var lines = [
      Self.title, "# Made by pvkit patch lock: digests of what the entries found. Do not edit.",
      "release \(release)",
    ]
    lines += files.keys.sorted().map { "file \($0) \(files[$0]?.description ?? "")" }
    for entry in entries {
      lines.append("entry \(entry.id) \(entry.digest)")
      for row in entry.rows {
        lines.append("edit \(row.path) \(row.edit) \(row.count)")
        lines += row.regions.map { (["lines"] + $0.map(\.description)).joined(separator: " ") }
      }
    }
    return SealedText.text(lines)
  }

  /// - Throws: when the text is not of that form, or not whole.
  init(text: String, file: String) throws(PatchError) {
    let damaged = PatchError(
      file, "is not a lock, or is damaged", cure: "make it anew with pvkit patch lock")
    guard let lines = SealedText.lines(of: text, title: Self.title) else { throw damaged }
    var (release, files): (String?, [String: Digest]) = (nil, [:])
    var entries: [(id: String, digest: Digest, rows: [Row])] = []
    for line in lines where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      switch (words.first, words.count) {
      case ("release", 2): release = words[1]
      case ("file", 3): files[words[1]] = Digest(words[2])
      case ("entry", 3):
        guard let digest = Digest(words[2]) else { throw damaged }
        entries.append((words[1], digest, []))
      case ("edit", 4):
        guard let digest = Digest(words[2]), let count = Int(words[3]), !entries.isEmpty else {
          throw damaged
        }
        entries[entries.count - 1].rows.append(
          Row(path: words[1], edit: digest, count: count, regions: []))
      case ("lines", _):
        guard let row = entries.last?.rows.last else { throw damaged }
        entries[entries.count - 1].rows[entries[entries.count - 1].rows.count - 1] = Row(
          path: row.path, edit: row.edit, count: row.count,
          regions: row.regions + [words.dropFirst().compactMap { Digest($0) }])
      default: throw damaged
      }
    }
    guard let release, KernelRelease.numbers(release) != nil else { throw damaged }
    self.init(
      release: release, files: files,
      entries: entries.map { LockedEntry(id: $0.id, digest: $0.digest, rows: $0.rows) })
  }
}
