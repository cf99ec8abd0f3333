// SPDX-License-Identifier: Apache-2.0

import Base
import PatchEngine

/// Entries of a kit, for `pvkit patch show`.
public struct EntryListing: JsonDocument {
  public static let form = JsonForm.patchEntries

  /// The entries, in the order of the series.
  public let entries: [EntryDescription]

  /// - Parameter kit: the kit that contains the entries.
  public init(_ entries: [Entry], of kit: Kit) {
    self.entries = entries.map { EntryDescription($0, of: kit) }
  }

  /// One line per entry.
  public var lines: [String] {
    Table(entries.map { [$0.entry, $0.releases, $0.subject] }).lines()
  }
}

/// The description of a kit's entry: what it does and why.
public struct EntryDescription: Encodable, Sendable {
  public let entry: String
  public let subject: String
  public let reason: String
  public let origin: String
  public let releases: String
  /// Empty if it applies to all architectures.
  public let architectures: [String]
  /// As written in the series: `+x86_64`, `+port`; empty if there are none.
  public let guards: [String]
  public let requires: [String]
  public let files: [FileChange]
  /// The contents of the entry's file below its header.
  public let text: String

  /// The changes to one file.
  public struct FileChange: Encodable, Sendable {
    public let path: String
    public let what: String
    /// The condition for the changes; empty if they are unconditional.
    public let condition: String
  }

  public init(_ entry: Entry, of kit: Kit) {
    self.entry = entry.id
    subject = entry.subject
    reason = entry.reason
    origin = entry.origin
    releases = entry.releases(in: kit)
    architectures = entry.guards.architectures.map(\.rawValue)
    guards = entry.guards.words
    text = entry.text
    requires = entry.requires
    files = entry.works(in: kit).map {
      FileChange(path: $0.path, what: $0.what, condition: $0.condition)
    }
  }

  public var lines: [String] {
    let header = Table(
      [
        ["origin", origin], ["releases", releases],
        [
          "for",
          architectures.isEmpty ? "all architectures" : architectures.joined(separator: ", "),
        ],
      ] + (guards.isEmpty ? [] : [["guards", guards.joined(separator: " ")]])
        + requires.joined(separator: " ").wrapped(at: 66).enumerated().map {
          [$0 == 0 ? "requires" : "", $1]
        })
    let works = Table(
      files.map { [$0.what, $0.path] + ($0.condition.isEmpty ? [] : [$0.condition]) })
    return ["\(entry): \(subject)", ""] + reason.wrapped(at: 76) + [""] + header.lines() + [""]
      + works.lines() + [""] + text.lines.map { $0.isEmpty ? "" : "    " + $0.expandingTabs }
  }
}

extension StringProtocol {
  /// The text with each tab replaced by spaces up to the next multiple of eight columns.
  fileprivate var expandingTabs: String {
    reduce(into: "") { line, character in
      let isTab = character == "\t"
      line += isTab ? String(repeating: " ", count: 8 - line.count % 8) : String(character)
    }
  }
}
