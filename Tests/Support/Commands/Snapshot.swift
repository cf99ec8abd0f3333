// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// Everything below a directory: each path with its type, mode, owner and content.
public struct Snapshot: Equatable, Sendable {
  public private(set) var entries: [String: String] = [:]

  public init(_ folder: String) throws {
    var next = [FilePath()]
    while let path = next.popLast() {
      let place = FilePath(folder).pushing(path)
      guard let status = try place.status() else { continue }
      entries[path.string] = try Self.text(place, status)
      guard status.type == .directory else { continue }
      next += try place.names()?.map { path.appending($0) } ?? []
    }
  }

  private static func text(_ path: FilePath, _ status: Stat) throws -> String {
    let mode = String(status.mode.rawValue, radix: 8)
    let owner = "\(status.userID.rawValue):\(status.groupID.rawValue)"
    let content = status.type == .regular ? try path.read(limit: 64 << 20) ?? [] : []
    return "\(mode) \(owner) \(String(decoding: content, as: UTF8.self))"
  }

  /// The snapshot without pvkit's temporary files.
  public var finished: Snapshot {
    var rest = self
    rest.entries = entries.filter { path, _ in
      !path.split(separator: "/").contains { $0.hasPrefix(".pvkit-") }
    }
    return rest
  }

  /// The snapshot without directories.
  public var files: Snapshot {
    var rest = self
    rest.entries = entries.filter { !$0.value.hasPrefix("4") }
    return rest
  }

  /// The paths at which two snapshots differ.
  public func differences(from other: Snapshot) -> [String] {
    Set(entries.keys).union(other.entries.keys).filter { entries[$0] != other.entries[$0] }.sorted()
  }

  /// Whether each path is as in one of the two snapshots.
  public func isBetween(_ before: Snapshot, _ after: Snapshot) -> Bool {
    Set(entries.keys).union(before.entries.keys).union(after.entries.keys).allSatisfy {
      entries[$0] == before.entries[$0] || entries[$0] == after.entries[$0]
    }
  }
}
