// SPDX-License-Identifier: Apache-2.0

/// The record of what is applied to a tree, a text file in the tree:
///
///     pvkit patch record 2
///     release 2.6.18 -mine
///     arch x86_64
///     entry toolchain/0110-gcc-version
///     directory include/xen
///     was 644 0123456789abcdef 89abcdef01234567 include/linux/compiler.h
///     new 644 0123456789abcdef include/xen/interface.h
///     digest 0123…
///
/// The vanilla content of the N-th file is `was/N` beside the record, and the content that the kit
/// made is `is/N`; `make distclean` of a kernel does not delete files with such names. A row has
/// the digests of both.
public struct Record: Sendable, Equatable {
  /// The release that the tree stated when the kit was applied.
  public let release: KernelRelease
  /// The architectures for which the kit was applied; empty in records of earlier kits, which only
  /// supported x86_64.
  public let architectures: [String]
  /// The IDs of the applied entries, in order.
  public let entries: [String]
  /// The directories that the kit created, outer ones first.
  public let directories: [String]
  /// The changed and created files, sorted by path.
  public let files: [RecordedFile]

  static let title = "pvkit patch record 2"
  /// The title of records without digests. Such a record is complete if the files beside it are
  /// those that it refers to.
  static let earlierTitle = "pvkit patch record 1"
}

extension Record {
  /// Whether a tree is still of the recorded release. Users may change the suffix.
  func isOf(_ other: KernelRelease) -> Bool {
    release.numbers == other.numbers || release.description == other.description
  }

  var text: String {
    SealedText.text(
      [Self.title, "release \(release.row)"] + architectures.map { "arch \($0)" }
        + entries.map { "entry \($0)" } + directories.map { "folder \($0)" } + files.map(\.row))
  }

  /// Parses a record; nil if the text is not a record, or is damaged. Damage of a record of an
  /// earlier version is not detected: see `isSealed`.
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
      directories: (rows["folder"] ?? []).map(String.init), files: files)
  }

  /// Whether the record has digests, by which it was checked.
  var isSealed: Bool { files.allSatisfy { $0.applied != nil } }

  /// The files of the tree that the record consists of.
  var places: Set<String> {
    var places: Set<String> = [StateDirectory.record]
    for (index, file) in files.enumerated() {
      places.insert(StateDirectory.applied(index))
      if !file.isNew { places.insert(StateDirectory.was(index)) }
    }
    return places
  }
}
