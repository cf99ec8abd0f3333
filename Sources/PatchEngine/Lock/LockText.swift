// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The text of a lock, in the kit's file `releases/2.6.18.lock`:
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
/// An entry has the digest of its effect on this release. An edit has the digest of its place, the
/// number of occurrences of its anchor in the file, and the architectures; a `lines` row follows
/// for each place where it drops lines.
extension Lock {
  static let title = "pvkit lock 3"

  /// The lock as text, in the form described above.
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

  /// Parses a lock.
  ///
  /// - Parameter file: the path of the lock for errors.
  /// - Throws: if the text does not have this form, or is damaged.
  init(text: String, file: String) throws(PatchError) {
    let damaged = PatchError(
      file, "is not a lock, or is damaged", cure: "recreate it with pvkit patch lock")
    guard let lines = SealedText.lines(of: text, title: Self.title) else { throw damaged }
    var reader = LockReader()
    for line in lines where !line.hasPrefix("#") {
      guard reader.read(line.split(separator: " ").map(String.init)) else { throw damaged }
    }
    guard let lock = reader.lock else { throw damaged }
    self = lock
  }
}

/// Parses the lines of a lock one by one. Rows of an edit and of an entry are collected until the
/// next one begins, so that the time is linear in the number of lines.
private struct LockReader {
  private var release: String?
  private var files: [String: Digest] = [:]
  private var entries: [Lock.LockedEntry] = []
  private var entry: (id: String, digest: Digest)?
  private var created: [Lock.NewFile] = []
  private var rows: [Lock.Row] = []
  private var row: Lock.Row?
  private var regions: [[Digest]] = []

  /// - Returns: whether the line is valid at its place.
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

  /// The lock from all lines; nil if no line states its release.
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
