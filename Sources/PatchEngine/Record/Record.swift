// SPDX-License-Identifier: Apache-2.0

/// What is applied to a tree, as a plain text in it:
///
///     pvkit patch record 2
///     release 2.6.18 -mine
///     arch x86_64
///     entry toolchain/0110-gcc-version
///     folder include/xen
///     was 644 0123456789abcdef 89abcdef01234567 include/linux/compiler.h
///     new 644 0123456789abcdef include/xen/interface.h
///     digest 0123…
///
/// The n-th file's original is `was/n` beside the record, and what the kit made of it `is/n`; the
/// names end in nothing that a kernel's `make distclean` deletes. The row has a digest of both.
public struct Record: Sendable, Equatable {
  /// As the tree said when it was applied.
  public let release: KernelRelease
  /// For which it was applied; empty in records of earlier kits, whose only one was x86_64.
  public let architectures: [String]
  /// Ids, in their order.
  public let entries: [String]
  /// Folders that the kit made, outer ones first.
  public let folders: [String]
  /// Sorted by path.
  public let files: [RecordedFile]

  static let title = "pvkit patch record 2"
  /// Without digests: such a record is whole when its files are those that stand beside it.
  static let earlierTitle = "pvkit patch record 1"
}

extension Record {
  /// Whether a tree is still of the release; people change what follows its numbers.
  func isOf(_ other: KernelRelease) -> Bool {
    release.numbers == other.numbers || release.description == other.description
  }

  var text: String {
    SealedText.text(
      [Self.title, "release \(release.row)"] + architectures.map { "arch \($0)" }
        + entries.map { "entry \($0)" } + folders.map { "folder \($0)" } + files.map(\.row))
  }

  /// Nil when the text is none of ours, or cut short. That cannot be seen of one of an earlier
  /// version: see `isSealed`.
  init?(text: String) {
    if let lines = SealedText.lines(of: text, title: Self.title) {
      self.init(lines, hasDigests: true)
    } else {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      guard lines.first == Self.earlierTitle[...], lines.last == "" else { return nil }
      self.init(Array(lines.dropFirst().dropLast()), hasDigests: false)
    }
  }

  private init?(_ lines: [Substring], hasDigests: Bool) {
    var rows: [Substring: [Substring]] = [:]
    var files: [RecordedFile] = []
    for line in lines {
      guard let blank = line.firstIndex(of: " ") else { return nil }
      let (key, value) = (line[..<blank], line[line.index(after: blank)...])
      rows[key, default: []].append(value)
      guard key == "was" || key == "new" else { continue }
      guard let file = RecordedFile(key, value, hasDigests: hasDigests) else { return nil }
      files.append(file)
    }
    guard let row = rows["release"]?.first, let release = KernelRelease(row: String(row)) else {
      return nil
    }
    guard Set(files.map(\.path)).count == files.count,
      files.allSatisfy({ SectionHead.staysInside($0.path) }),
      (rows["folder"] ?? []).allSatisfy({ SectionHead.staysInside(String($0)) })
    else { return nil }
    self.init(
      release: release, architectures: (rows["arch"] ?? []).map(String.init),
      entries: (rows["entry"] ?? []).map(String.init),
      folders: (rows["folder"] ?? []).map(String.init), files: files)
  }

  /// Whether the record itself shows that it is whole.
  var isSealed: Bool { files.allSatisfy { $0.applied != nil } }

  /// The files of the tree in which it is kept.
  var places: Set<String> {
    var places: Set<String> = [StateFolder.record]
    for (index, file) in files.enumerated() {
      places.insert(StateFolder.applied(index))
      if !file.isNew { places.insert(StateFolder.was(index)) }
    }
    return places
  }
}
