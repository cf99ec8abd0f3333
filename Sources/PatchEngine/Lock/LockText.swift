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
    var reader = LockReader()
    for line in lines where !line.hasPrefix("#") {
      guard reader.read(line.split(separator: " ").map(String.init)) else { throw damaged }
    }
    guard let lock = reader.lock else { throw damaged }
    self = lock
  }
}

/// Takes the lines of a lock in: what belongs together stands together, and is put together when all
/// of it is there, so that the time does not grow faster than the lines.
private struct LockReader {
  private var release: String?
  private var files: [String: Digest] = [:]
  private var entries: [Lock.LockedEntry] = []
  private var entry: (id: String, digest: Digest)?
  private var created: [Lock.NewFile] = []
  private var rows: [Lock.Row] = []
  private var row: Lock.Row?
  private var regions: [[Digest]] = []

  /// - Returns: whether the line may stand where it does.
  mutating func read(_ words: [String]) -> Bool {
    switch (words.first, words.count) {
    case ("release", 2): release = words[1]
    case ("file", 3): files[words[1]] = Digest(words[2])
    case ("entry", 3):
      endEntry()
      entry = Digest(words[2]).map { (words[1], $0) }
      return entry != nil
    case ("new", 3):
      guard entry != nil, let architectures = [Architecture](text: words[2]) else { return false }
      created.append(Lock.NewFile(path: words[1], architectures: architectures))
    case ("edit", 5):
      endRow()
      row = Lock.Row(words)
      return entry != nil && row != nil
    case ("lines", _):
      regions.append(words.dropFirst().compactMap { Digest($0) })
      return row != nil
    default: return false
    }
    return true
  }

  /// Of all the lines; nil when there is none of its release.
  var lock: Lock? {
    mutating get {
      endEntry()
      guard let release, KernelRelease.numbers(release) != nil else { return nil }
      return Lock(release: release, files: files, entries: entries)
    }
  }

  private mutating func endRow() {
    guard let row else { return }
    rows.append(
      Lock.Row(
        path: row.path, edit: row.edit, architectures: row.architectures, count: row.count,
        regions: regions))
    (self.row, regions) = (nil, [])
  }

  private mutating func endEntry() {
    endRow()
    guard let entry else { return }
    entries.append(
      Lock.LockedEntry(id: entry.id, digest: entry.digest, files: created, rows: rows))
    (self.entry, created, rows) = (nil, [], [])
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
