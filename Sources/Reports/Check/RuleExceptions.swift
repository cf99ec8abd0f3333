// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Reviewed findings of `pvkit check` that are accepted: each for one rule, in images whose name
/// matches. Records which exceptions matched a finding.
public final class RuleExceptions: Sendable {
  /// One exception.
  public struct Entry: Sendable, Equatable {
    /// The file that contains the exception, and the line number, from 1.
    public let file: String
    public let line: Int
    /// The rule's id.
    public let rule: String
    /// A shell pattern: `vmlinuz-*`. Without a slash, it is also matched against the last path
    /// component and, for an image in a package, against that of the package.
    public let image: String
    /// The reason for the exception.
    public let reason: String

    public init(file: String, line: Int, rule: String, image: String, reason: String) {
      (self.file, self.line, self.rule) = (file, line, rule)
      (self.image, self.reason) = (image, reason)
    }

    /// - Parameter name: the image's name in reports.
    fileprivate func covers(_ rule: String, _ name: String) -> Bool {
      guard self.rule == rule else { return false }
      return ([name] + (image.contains("/") ? [] : Self.lastComponents(name))).contains {
        fnmatch(image, $0, 0) == 0
      }
    }

    /// `b.deb` and `vmlinuz` for `a/b.deb(boot/vmlinuz)`.
    private static func lastComponents(_ name: String) -> [String] {
      name.split(separator: "(").map { part in
        let last = part.split(separator: "/").last ?? part
        return String(name.contains("(") ? last.prefix { $0 != ")" } : last)
      }
    }
  }

  private let entries: [Entry]
  private let used = Mutex<Set<Int>>([])

  public init(_ entries: [Entry] = []) { self.entries = entries }

  /// Whether a finding of that rule in that image is accepted. Records the exceptions that match.
  func cover(_ rule: String, in image: String) -> Bool {
    let found = entries.indices.filter { entries[$0].covers(rule, image) }
    used.withLock { $0.formUnion(found) }
    return !found.isEmpty
  }

  /// The exceptions that have matched nothing so far.
  public var stale: [Entry] {
    let used = used.withLock { $0 }
    return entries.indices.filter { !used.contains($0) }.map { entries[$0] }
  }
}
