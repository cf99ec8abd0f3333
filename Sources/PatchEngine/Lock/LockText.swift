// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A lock as a file of the kit, `releases/2.6.18.lock`:
///
///     pvkit lock 3
///     release 2.6.18
///     file kernel/mutex.c 0123456789abcdef
///     entry toolchain/0110-mutex 0123…
///     new include/xen/a.h x86_64
///     edit kernel/mutex.c 01234567 1 i386,x86_64
///     lines 01234567 89abcdef
///     digest 0123…
///
/// An entry's digest is of what it does to this release. An edit's row says how often its anchor
/// occurs in the file, and for which architectures it is done; below it stands a row for each place
/// whose lines it drops.
extension Lock {
  static let title = "pvkit lock 3"

  public var text: String {
    var lines = [
      Self.title, "# Made by pvkit patch lock: digests of what the entries found. Do not edit.",
      "release \(release)",
    ]
    lines += files.keys.sorted().map { "file \($0) \(files[$0]?.description ?? "")" }
    for entry in entries {
      lines.append("entry \(entry.id) \(entry.digest)")
      lines += entry.files.map { "new \($0.path) \($0.architectures.text)" }
      for row in entry.rows {
        lines.append("edit \(row.path) \(row.edit) \(row.count) \(row.architectures.text)")
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
    var entries: [LockedEntry] = []
    for line in lines where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      switch (words.first, words.count) {
      case ("release", 2): release = words[1]
      case ("file", 3): files[words[1]] = Digest(words[2])
      case ("entry", 3):
        guard let digest = Digest(words[2]) else { throw damaged }
        entries.append(LockedEntry(id: words[1], digest: digest, files: [], rows: []))
      case ("new", 3):
        guard let entry = entries.popLast(), let architectures = [Architecture](text: words[2])
        else { throw damaged }
        entries.append(entry.with(NewFile(path: words[1], architectures: architectures)))
      case ("edit", 5):
        guard let entry = entries.popLast(), let row = Row(words) else { throw damaged }
        entries.append(entry.with(row))
      case ("lines", _):
        guard let entry = entries.popLast(),
          let changed = entry.with(region: words.dropFirst().compactMap { Digest($0) })
        else { throw damaged }
        entries.append(changed)
      default: throw damaged
      }
    }
    guard let release, KernelRelease.numbers(release) != nil else { throw damaged }
    self.init(release: release, files: files, entries: entries)
  }
}

extension Lock.Row {
  /// - Parameter words: `edit PATH DIGEST COUNT ARCHITECTURES`.
  fileprivate init?(_ words: [String]) {
    guard let edit = Digest(words[2]), let count = Int(words[3]),
      let architectures = [Architecture](text: words[4])
    else { return nil }
    self.init(
      path: words[1], edit: edit, architectures: architectures, count: count, regions: [])
  }
}

extension Lock.LockedEntry {
  fileprivate func with(_ file: Lock.NewFile) -> Self {
    Self(id: id, digest: digest, files: files + [file], rows: rows)
  }

  fileprivate func with(_ row: Lock.Row) -> Self {
    Self(id: id, digest: digest, files: files, rows: rows + [row])
  }

  /// Nil when there is no edit to which it could belong.
  fileprivate func with(region: [Digest]) -> Self? {
    guard let row = rows.last else { return nil }
    let longer = Lock.Row(
      path: row.path, edit: row.edit, architectures: row.architectures, count: row.count,
      regions: row.regions + [region])
    return Self(id: id, digest: digest, files: files, rows: rows.dropLast() + [longer])
  }
}
