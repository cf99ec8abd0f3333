// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// What the kit's edits found in the files of a release when each place was reviewed.
///
/// A lock contains digests and counts, and no text of the kernel.
public struct Lock: Sendable, Equatable {
  /// An edit in its file.
  struct Row: Sendable, Equatable {
    let path: String
    /// The digest of the edit's place, without what the edit writes.
    let edit: Digest
    /// The architectures for which the edit was done.
    let architectures: [Architecture]
    /// The number of occurrences of the anchor in the whole file.
    let count: Int
    /// The digest of each line that the edit drops, place by place.
    let regions: [[Digest]]
  }

  /// A file that an entry creates.
  struct NewFile: Sendable, Equatable {
    let path: String
    let architectures: [Architecture]
  }

  /// An entry that did anything to the release.
  struct LockedEntry: Sendable, Equatable {
    let id: String
    /// The digest of the effect on the release.
    let digest: Digest
    let files: [NewFile]
    let rows: [Row]
  }

  /// The release: `2.6.18.8`.
  public let release: String
  /// The digest of each edited file of the release, by path.
  let files: [String: Digest]
  /// The entries, in the order of the series.
  let entries: [LockedEntry]

  /// A summary for the user: `82 entries, which edit 101 files`.
  public var summary: String {
    counted(entries.count, "entry", plural: "entries")
      + ", which edit \(counted(files.count, "file"))"
  }

  var numbers: [Int] { KernelRelease.numbers(release) ?? [] }

  /// Whether the release has this file at a path; nil if the lock does not have the path, because
  /// no entry edited it.
  ///
  /// A top Makefile with another EXTRAVERSION counts as the release's, because users name their
  /// builds there.
  func has(_ file: [UInt8], at path: String) -> Bool? {
    files[path].map { known in
      let versions = path == "Makefile" ? KernelRelease.makefiles(file, of: numbers) : []
      return ([file] + versions).contains { Digest(text: $0).short == known }
    }
  }

  /// The files that an older lock of the same release has with other content. The files of a
  /// release do not change, so one of the two trees was not that release.
  public func files(otherThanIn before: Lock) -> [String] {
    files.filter { path, file in before.files[path].map { $0 != file } ?? false }.keys.sorted()
  }

  func digest(of entry: String) -> Digest? { entries.first { $0.id == entry }?.digest }

  func row(_ entry: String, _ path: String, _ edit: Digest) -> Row? {
    entries.first { $0.id == entry }?.rows.first { $0.path == path && $0.edit == edit }
  }
}

extension Lock {
  /// The lock for the tree that a plan was made for.
  ///
  /// - Parameter effects: the effects of the plan's entries, in the same order.
  init(_ plan: Plan, _ effects: [Effect]) {
    release = plan.release.numbers.map(String.init).joined(separator: ".")
    var (files, rows): ([String: Digest], [Int: [Row]]) = ([:], [:])
    for path in plan.paths {
      guard let planned = plan.files[path], let original = planned.original else { continue }
      let text = SourceText(bytes: original)
      files[path] = Digest(text: original).short
      for match in planned.matches { rows[match.entry, default: []].append(Row(match, path, text)) }
    }
    self.files = files
    entries = zip(effects, plan.entries.indices).map { effect, index in
      LockedEntry(
        id: effect.id, digest: effect.digest,
        files: effect.steps.filter { $0.edit == nil }.map {
          NewFile(path: $0.path, architectures: $0.architectures.inOrder)
        }, rows: rows[index] ?? [])
    }
  }
}

extension Lock.Row {
  init(_ match: Match, _ path: String, _ text: SourceText) {
    let whole = 0..<text.bytes.count
    self.init(
      path: path, edit: match.edit.digest, architectures: match.architectures.inOrder,
      count: match.edit.find?.places(in: text, whole).count ?? 0,
      regions: match.droppedLines.map { text.lineDigests($0) })
  }
}

extension Match {
  /// The lines that the edit drops, place by place; empty if it only inserts, or replaces only the
  /// text of its anchor.
  var droppedLines: [Range<Int>] {
    guard edit.operation.dropsLines else { return [] }
    return places.filter { $0.isRegion || edit.operation.replacement == nil }.map(\.lines)
  }
}

extension Edit {
  /// The digest of the edit's place.
  var digest: Digest { Digest(of: place).shortest }

  /// The digest of the edit's place and operation.
  var whole: Digest {
    Digest(of: place + action + [Array((loose == nil ? "" : "loose").utf8)]).short
  }

  private var place: [[UInt8]] {
    var parts: [[UInt8]] = []
    for anchor in [scope.from, scope.to, find] {
      parts += [Array((anchor?.extent.rawValue ?? "").utf8), anchor?.bytes ?? []]
    }
    switch end {
    case .through(let anchor): parts += [Array("through \(anchor.extent)".utf8), anchor.bytes]
    case .upTo(let anchor): parts += [Array("up to \(anchor.extent)".utf8), anchor.bytes]
    case nil: parts += [[], []]
    }
    parts.append(Array("\(count) \(operation.dropsLines)".utf8))
    return parts
  }
}

extension SourceText {
  /// The digests of the lines in a range.
  func lineDigests(_ range: Range<Int>) -> [Digest] {
    var lines = bytes[range].split(separator: Self.newline, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { Digest(text: Array($0)).shortest }
  }
}
