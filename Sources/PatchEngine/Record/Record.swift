// SPDX-License-Identifier: Apache-2.0

/// What is applied to a tree, as a plain text in it:
///
///     pvkit patch record 1
///     release 2.6.18
///     arch x86_64
///     entry toolchain/0110-gcc-version
///     folder include/xen
///     was 644 include/linux/compiler.h
///     new 644 include/xen/interface.h
///
/// The n-th file's original is `was/n` beside the record, and what the kit made of it `is/n`; the
/// names end in nothing that a kernel's `make distclean` deletes.
public struct Record: Sendable, Equatable {
  /// As the tree said when it was applied.
  public let release: String
  /// For which it was applied; empty in records of earlier kits, whose only one was x86_64.
  public let architectures: [String]
  /// Ids, in their order.
  public let entries: [String]
  /// Folders that the kit made, outer ones first.
  public let folders: [String]
  /// Sorted by path.
  public let files: [RecordedFile]

  static let title = "pvkit patch record 1"
}

extension Record {
  /// The release's numbers; people change what follows them.
  var linux: [Int] {
    release.prefix { $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) }
  }

  var text: String {
    ([Self.title, "release \(release)"] + architectures.map { "arch \($0)" }
      + entries.map { "entry \($0)" }
      + folders.map { "folder \($0)" }
      + files.map { "\($0.isNew ? "new" : "was") \(String($0.mode, radix: 8)) \($0.path)" })
      .map { $0 + "\n" }.joined()
  }

  /// Nil when the text is none of ours, or cut short.
  init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == Self.title[...], lines.last == "" else { return nil }
    var rows: [Substring: [Substring]] = [:]
    var files: [RecordedFile] = []
    for line in lines.dropFirst().dropLast() {
      guard let blank = line.firstIndex(of: " ") else { return nil }
      let (key, value) = (line[..<blank], line[line.index(after: blank)...])
      rows[key, default: []].append(value)
      guard key == "was" || key == "new" else { continue }
      guard let file = RecordedFile(key, value) else { return nil }
      files.append(file)
    }
    guard let release = rows["release"]?.first else { return nil }
    guard files.allSatisfy({ SectionHead.staysInside($0.path) }),
      (rows["folder"] ?? []).allSatisfy({ SectionHead.staysInside(String($0)) })
    else { return nil }
    self.init(
      release: String(release), architectures: (rows["arch"] ?? []).map(String.init),
      entries: (rows["entry"] ?? []).map(String.init),
      folders: (rows["folder"] ?? []).map(String.init), files: files)
  }
}

extension RecordedFile {
  fileprivate init?(_ key: Substring, _ value: Substring) {
    let sides = value.split(separator: " ", maxSplits: 1)
    guard sides.count == 2, let mode = UInt32(sides[0], radix: 8),
      mode <= 0o7777
    else { return nil }
    self.init(path: String(sides[1]), isNew: key == "new", mode: mode)
  }
}
