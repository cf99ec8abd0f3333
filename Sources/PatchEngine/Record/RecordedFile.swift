// SPDX-License-Identifier: Apache-2.0

/// A file of the tree that the kit changed or created.
public struct RecordedFile: Sendable, Equatable {
  /// The path from the tree's top.
  public let path: String
  /// Whether the kit created the file: the vanilla tree does not have it.
  public let isNew: Bool
  /// The permission bits when the record was written.
  let mode: UInt32
  /// The digest of the vanilla content; nil for a new file, and in records of earlier versions.
  let original: Digest?
  /// The digest of the content that the kit made; nil in records of earlier versions.
  let applied: Digest?
}

extension RecordedFile {
  /// The mode for restoring a deleted file: without set-ID bits, because the record may come from
  /// another user.
  var plainMode: UInt32 { mode & 0o1777 }

  /// The row in the record: `was 644 0123456789abcdef 0123456789abcdef kernel/a.c`, or `new` with
  /// one digest.
  var row: String {
    let digests = [original, applied].compactMap { $0?.description }
    return ([isNew ? "new" : "was", String(mode, radix: 8)] + digests + [path])
      .joined(separator: " ")
  }

  /// - Parameters:
  ///   - key: `was` or `new`.
  ///   - value: the rest of the row.
  ///   - hasDigests: whether the row has digests; records of earlier versions have none.
  init?(_ key: Substring, _ value: Substring, hasDigests: Bool) {
    guard key == "was" || key == "new" else { return nil }
    let isNew = key == "new"
    let count = hasDigests ? (isNew ? 1 : 2) : 0
    let sides = value.split(separator: " ", maxSplits: 1 + count)
    guard sides.count == 2 + count, let mode = UInt32(sides[0], radix: 8),
      mode <= 0o7777
    else { return nil }
    let digests = sides[1..<(1 + count)].compactMap { Digest($0) }
    guard digests.count == count else { return nil }
    self.init(
      path: String(sides[1 + count]), isNew: isNew, mode: mode,
      original: count == 2 ? digests[0] : nil, applied: digests.last)
  }
}
